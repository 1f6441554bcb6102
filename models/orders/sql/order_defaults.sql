-- What a new order begins with: currencies and countries, the most used first.
select desk.order_defaults() as value
