-- One beat: seal, tidy, notify.
select desk.work_tick()
