-- Columns that do not say whether they hold personal data.
select table_name, column_name from store.catalogue_gaps()
