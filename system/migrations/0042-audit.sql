-- Who did what. One partition for each UTC day of business time: a day is dropped whole when its retention is
-- over, and no index ever covers more than a day.
create table audit_log (
  at timestamptz not null,
  id bigint generated always as identity,
  tenant text not null,
  -- A person's or a program's name: "api", "timer", the module that acted.
  actor text not null,
  action text not null,
  -- What it was done to, in the words of whoever did it.
  subject text not null,
  details jsonb not null default '{}',
  primary key (at, id)
) partition by range (at);

create index audit_log_of_tenant on audit_log (tenant, at desc, id desc);

-- Catches what has no day of its own, so that nothing is lost; an invariant says that it never holds a row.
create table audit_log_default partition of audit_log default;

-- How far the outbox has been read: every row up to here has its line in the log.
create table audit_gathered (
  lane text primary key,
  through_id bigint not null
);

-- Makes the partitions of these days that are missing. Two callers at once wait for each other; who waited
-- may find that the other has made them.
create function audit_add_days(first_day date, last_day date) returns void language plpgsql as $$
declare
  day date;
begin
  for day in
    select wanted.day from (
      select first_day + step as day from generate_series(0, last_day - first_day) as step
    ) as wanted
    where to_regclass('audit_log_' || to_char(wanted.day, 'YYYYMMDD')) is null
  loop
    lock table audit_log in share update exclusive mode;
    execute format(
      'create table if not exists audit_log_%s partition of audit_log for values from (%L) to (%L)',
      to_char(day, 'YYYYMMDD'), day::text || ' 00:00:00+00', (day + 1)::text || ' 00:00:00+00');
  end loop;
end
$$;

-- Drops the days before this one. Returns their number.
create function audit_drop_days_before(first_kept date) returns integer language plpgsql as $$
declare
  dropped integer := 0;
  name text;
begin
  lock table audit_log in share update exclusive mode;
  for name in
    select child.relname from pg_inherits
    join pg_class as child on child.oid = pg_inherits.inhrelid
    where pg_inherits.inhparent = 'audit_log'::regclass and child.relname ~ '^audit_log_\d{8}$'
      and to_date(right(child.relname, 8), 'YYYYMMDD') < first_kept
  loop
    execute format('drop table %I', name);
    dropped := dropped + 1;
  end loop;
  return dropped;
end
$$;
