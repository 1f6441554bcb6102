-- $1 SCRAM verifier, for the statement that makes the login: a DO takes no values.
select set_config('steward.standby_verifier', $1, false)
