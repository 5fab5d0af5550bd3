-- What accounts sent on UTC days before the latest on which they moved (`account.spent_on`): a row is written when
-- an account goes on to another day, and added to when the clock has gone back. So each day has a limit of its
-- own, whatever the clock does.
create table account_day (
  day date not null,
  account_id integer not null,
  spent_minor bigint not null check (spent_minor > 0),
  primary key (day, account_id)
);
