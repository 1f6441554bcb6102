-- What was laid aside, oldest first.
select id, kind, template, order_number, attempts, last_error, created_at, first_tried_at, request_id from mailroom.dead()
