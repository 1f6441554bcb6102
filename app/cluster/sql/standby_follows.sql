select exists (select from pg_stat_replication where state = 'streaming' and sync_state = 'sync') and current_setting('synchronous_standby_names') = '*'
