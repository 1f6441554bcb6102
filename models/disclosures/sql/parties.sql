-- To whom carrier files may be made, for what, and of which fields.
select code, name, purpose, to_json(fields) as fields, keep_days from desk.parties()
