-- The store's own particulars, each with who changed it last.
select desk.store_details() as value
