-- $1 what was typed, $2 the currency the order is in.
select sku, title, price_minor from desk.product_find($1, $2)
