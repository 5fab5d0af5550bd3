-- Rows of the outbox are read once, by key, and go when retention takes them: to mark their pages all-visible
-- saves nobody anything. Room of removed rows is still won by the vacuum of dead rows, and old rows are still
-- frozen by the vacuum against wraparound. The outbox's TOAST table goes by the same, as long as it is given no
-- parameter of its own: with one it would take over none.
alter table outbox set (autovacuum_vacuum_insert_threshold = -1);

-- The vacuum of these grows with the payments of a minute and took a third of a core for seconds; it pauses ten
-- times as long now. 10,000 pages a second are left to it of those in memory that a checkpoint has not written,
-- eight times what 12,000 payments add; 480 of others: it is at work for longer then, and nobody waits for it.
alter table payment set (autovacuum_vacuum_cost_delay = 20);
alter table entry set (autovacuum_vacuum_cost_delay = 20);

-- An analyze pauses as often, and is a snapshot: until it ends, every version of an account's row that a batch
-- replaces has to stay and be stepped over. So it takes 3,000 rows in place of 30,000. Ten values name all
-- currencies, states and rejections; keys are told apart by their indexes. The column with the highest target
-- decides, so a column that is added needs this, too.
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
