-- Who carries parcels, by name.
select name from desk.carriers()
