-- One migration at a time: the lock goes with the connection, also when it breaks.
select pg_advisory_lock(7291164417)
