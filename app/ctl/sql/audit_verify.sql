-- $1 from which position of the chain
select ok, checked, broken_seq, why, unsealed, unsealed_oldest, head_position, head_hash from audit.verify($1::bigint)
