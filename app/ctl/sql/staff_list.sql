-- Every account, for an admin.
select login, display_name, array_to_string(groups, ', ') as groups, created_at, disabled_at, must_change_password from desk.staff_list()
