-- Rows of the outbox are read once, by key, and go when retention takes them: to mark their pages all-visible
-- saves nobody anything. Room of removed rows is still won by the vacuum of dead rows, and old rows are still
-- frozen by the vacuum against wraparound.
alter table outbox set (
  autovacuum_vacuum_insert_threshold = -1,
  toast.autovacuum_vacuum_insert_threshold = -1,
  toast.autovacuum_vacuum_scale_factor = 0.02
);

-- Statistics of the tables that grow fastest are taken from 3,000 rows in place of 30,000. An analyze is a
-- snapshot: until it ends, every version of an account's row that a batch replaces has to stay and be stepped
-- over, and the accounts' table grows. Ten values name all banks, all currencies and all states; keys are told
-- apart by their indexes.
do $$
declare
  target record;
begin
  for target in
    select attrelid::regclass as grown, attname from pg_attribute
    where attrelid in ('payment'::regclass, 'entry'::regclass) and attnum > 0 and not attisdropped
  loop
    execute format('alter table %s alter column %I set statistics 10', target.grown, target.attname);
  end loop;
end
$$;
