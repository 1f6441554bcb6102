-- Every account, with its groups as JSON.
select id, login, display_name, to_json(groups) as groups, last_seen_at, disabled_at, must_change_password from desk.staff_list()
