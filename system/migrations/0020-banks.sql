-- The banks that take part, and when they clear, in their own local time. `system/modules/banks/banks.ts`
-- has the same rows for the hot path; a test compares the two.
create table bank (
  -- BIC with branch, eleven characters.
  bic text primary key check (bic ~ '^[A-Z]{6}[A-Z0-9]{5}$'),
  name text not null,
  -- ISO 3166.
  country text not null check (country ~ '^[A-Z]{2}$'),
  city text not null,
  -- IANA.
  time_zone text not null,
  home_currency text not null check (home_currency ~ '^[A-Z]{3}$'),
  traded_currencies text[] not null,
  -- Sum of what its accounts may send in a day, in cents of a dollar.
  daily_limit_usd_minor bigint not null check (daily_limit_usd_minor >= 0)
);

-- Open from `opens` on, before `closes`; on a day without a row not at all.
create table bank_window (
  bank text not null references bank,
  -- ISO: 1 is Monday, 7 is Sunday.
  weekday smallint not null check (weekday between 1 and 7),
  opens time not null,
  closes time not null,
  primary key (bank, weekday),
  check (opens < closes)
);

insert into bank values
  ('ENBXAEADXXX', 'Emirates National Bank', 'AE', 'Dubai', 'Asia/Dubai', 'AED', '{USD,EUR,SAR}', 50000000000),
  ('LUMIILITXXX', 'Bank Leumi', 'IL', 'Jerusalem', 'Asia/Jerusalem', 'ILS', '{USD,EUR,GBP}', 30000000000),
  ('HABBPKKKXXX', 'Habib Bank', 'PK', 'Karachi', 'Asia/Karachi', 'PKR', '{USD,AED,SAR}', 20000000000),
  ('SBININBBXXX', 'State Bank of India', 'IN', 'Kolkata', 'Asia/Kolkata', 'INR', '{USD,EUR,AED}', 80000000000);

insert into bank_window
select bank, unnest(weekdays), opens::time, closes::time from (values
  ('ENBXAEADXXX', '{7,1,2,3,4}'::smallint[], '08:00', '16:00'),
  ('LUMIILITXXX', '{7,1,2,3,4}', '09:00', '17:00'),
  ('HABBPKKKXXX', '{1,2,3,4,5}', '09:00', '17:00'),
  ('SBININBBXXX', '{1,2,3,4,5,6}', '10:00', '18:00')) as week (bank, weekdays, opens, closes);

-- Null for a bank that nobody knows. Knows nothing of the system's own way to find it out, so that the one
-- proves the other.
create function is_bank_in_clearing_window(bank_bic text, at timestamptz) returns boolean
language sql stable strict parallel safe as $$
  select exists (
    select from bank_window as hours
    where hours.bank = bank.bic and hours.weekday = extract(isodow from local.at)
      and local.at::time >= hours.opens and local.at::time < hours.closes)
  from bank cross join lateral (select at at time zone bank.time_zone) as local (at)
  where bank.bic = bank_bic
$$;

-- Every bank as of one instant, with the next opening and the next closing after it.
create function bank_clearing_status(at timestamptz)
returns table (bic text, name text, local_time timestamp, is_open boolean, opens_at timestamptz, closes_at timestamptz)
language sql stable strict parallel safe as $$
  select bank.bic, bank.name, local.at, is_bank_in_clearing_window(bank.bic, bank_clearing_status.at),
    min(edge.opens_at) filter (where edge.opens_at > bank_clearing_status.at),
    min(edge.closes_at) filter (where edge.closes_at > bank_clearing_status.at)
  from bank
  cross join lateral (select bank_clearing_status.at at time zone bank.time_zone) as local (at)
  cross join lateral (
    select (day + hours.opens) at time zone bank.time_zone, (day + hours.closes) at time zone bank.time_zone
    from generate_series(0, 8) as ahead (days)
    cross join lateral (select local.at::date + ahead.days) as calendar (day)
    join bank_window as hours on hours.bank = bank.bic and hours.weekday = extract(isodow from day)
  ) as edge (opens_at, closes_at)
  group by bank.bic, bank.name, local.at
$$;

-- For whoever looks by hand: as of the database's own time, which the system's may be set apart from.
create view bank_status as select * from bank_clearing_status(now());
