-- $1 a position of the chain
select audit.hash_at($1::bigint) as hash
