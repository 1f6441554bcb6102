-- $1 command id. What became of one's own command; null when the store knows none of that id.
select desk.command_result($1) as result
