-- What accounts sent before each day was counted (0060), from their payments, as if it always had
-- been. What was counted of an account's latest day may be wrong as well: a clock that went back
-- had it begin again. No more than the limit can be counted of it; where more was sent, nothing
-- more may be that day.
with sent as (
  select debtor_id as account_id,
    (coalesce(released_at, created_at) at time zone 'UTC')::date as day,
    sum(amount_minor)::bigint as total_minor
  from payment where status = 'settled' and kind = 'payment' group by debtor_id, day
), latest as (
  select account.id as account_id, greatest(account.spent_on, max(sent.day)) as day
  from account join sent on sent.account_id = account.id group by account.id
), earlier as (
  insert into account_day (day, account_id, spent_minor)
  select sent.day, account_id, total_minor
  from sent join latest using (account_id) where sent.day < latest.day
  on conflict (day, account_id) do update set spent_minor = excluded.spent_minor
), counted as (
  select account_id, latest.day, coalesce(total_minor, 0) as total_minor
  from latest left join sent using (account_id, day)
)
update account set spent_on = day,
  spent_minor = least(total_minor, daily_limit_minor), version = version + 1
from counted
where account.id = counted.account_id
  and (spent_on, spent_minor) is distinct from (day, least(total_minor, daily_limit_minor));
