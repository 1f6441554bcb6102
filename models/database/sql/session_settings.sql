-- Purpose: what every connection of ours has in common, in one round trip. $1: how long a lock is waited for, in ms.
-- A server whose client is gone stops by itself where its platform can tell (Linux only).
select set_config('statement_timeout', '0', false),
       set_config('lock_timeout', $1, false),
       set_config('idle_in_transaction_session_timeout', '60s', false),
       set_config('client_min_messages', 'warning', false),
       set_config('TimeZone', 'UTC', false),
       set_config('DateStyle', 'ISO, YMD', false),
       set_config('IntervalStyle', 'iso_8601', false),
       set_config('bytea_output', 'hex', false),
       set_config('standard_conforming_strings', 'on', false),
       case when version() like '%linux%' then set_config('client_connection_check_interval', '2s', false) end;
