-- A row in the default partition keeps Postgres from making the partition of its day, and so stopped the log for
-- that day. Whoever makes the day now takes its rows along. Two callers at once wait for each other as before.
create or replace function audit_add_days(first_day date, last_day date) returns void language plpgsql as $$
declare
  day date;
  name text;
  day_start timestamptz;
  day_end timestamptz;
begin
  for day in
    select wanted.day from (
      select first_day + step as day from generate_series(0, last_day - first_day) as step
    ) as wanted
    where to_regclass('audit_log_' || to_char(wanted.day, 'YYYYMMDD')) is null
  loop
    lock table audit_log in share update exclusive mode;
    name := 'audit_log_' || to_char(day, 'YYYYMMDD');
    -- Who waited may find that the other has made it.
    continue when to_regclass(name) is not null;
    day_start := day::text || ' 00:00:00+00';
    day_end := (day + 1)::text || ' 00:00:00+00';
    -- Making a partition takes this lock anyway; taken now, nothing strays in between.
    lock table audit_log_default in access exclusive mode;
    execute format('create table %I (like audit_log including defaults)', name);
    execute format(
      'with strayed as (delete from audit_log_default where at >= %L and at < %L returning *)
       insert into %I select * from strayed', day_start, day_end, name);
    execute format(
      'alter table audit_log attach partition %I for values from (%L) to (%L)',
      name, day_start, day_end);
  end loop;
end
$$;
