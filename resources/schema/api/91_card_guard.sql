-- The guard's triggers on every table as it is now. Run again after any change of tables or functions.
call store.guard_cards();
