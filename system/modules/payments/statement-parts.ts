/**
 * What every statement of the lane has in common: the balances it moves, what banks have sent by
 * it, and its outbox rows. They take $1 to $16, so that whoever uses them goes on at $17.
 *
 * $1 time, $2 UTC day; accounts: $3 id, $4 version, $5 delta, $6 spent; banks: $7 tenant, $8 BIC,
 * $9 version, $10 all they sent that day, $11 limit; outbox: $12 lane, $13 topic, $14 key, $15
 * events in it, $16 payload.
 */
export const movedAndPublished = `moved as (
  update account set
    balance_minor = account.balance_minor + change.delta_minor,
    spent_minor = case when account.spent_on > $2::date then 0 else change.spent_minor end
      + case when account.spent_on >= $2::date then account.spent_minor else 0 end,
    spent_on = greatest(account.spent_on, $2::date),
    version = account.version + 1
  from unnest($3::integer[], $4::bigint[], $5::bigint[], $6::bigint[])
    as change(id, version, delta_minor, spent_minor)
  where account.id = change.id and account.version = change.version
  returning account.id, old.spent_on as was_on, least(old.spent_on, $2::date) as earlier_day,
    case when old.spent_on > $2::date then change.spent_minor else old.spent_minor end as earlier_minor
), kept as (
  insert into account_day (account_id, day, spent_minor)
  select id, earlier_day, earlier_minor from moved where was_on <> $2::date and earlier_minor > 0
  on conflict (day, account_id) do update
    set spent_minor = account_day.spent_minor + excluded.spent_minor
), banked as (
  insert into bank_day (tenant, bank, day, version, spent_usd_minor, limit_usd_minor)
  select tenant, bank, $2::date, version + 1, spent_usd_minor, limit_usd_minor
  from unnest($7::text[], $8::text[], $9::bigint[], $10::bigint[], $11::bigint[])
    as change(tenant, bank, version, spent_usd_minor, limit_usd_minor)
  on conflict (tenant, bank, day) do update set version = excluded.version,
    spent_usd_minor = excluded.spent_usd_minor, limit_usd_minor = excluded.limit_usd_minor
  where bank_day.version = excluded.version - 1
  returning bank
), published as (
  insert into outbox (lane, topic, message_key, n, payload, created_at)
  select $12, $13, message_key, n, payload, $1::timestamptz
  from unnest($14::text[], $15::integer[], $16::text[]) with ordinality as t(message_key, n, payload, place)
  order by place
  returning id, message_key
)`

/** Whether others have left alone what the decision was made on; else all of it is undone. */
export const nothingStale = `
  require_equal((select count(*) from moved), cardinality($3::integer[]), 'accounts at their version'),
  require_equal((select count(*) from banked), cardinality($7::text[]), 'bank days at their version')`

/** Entries of `input`: two, and two more through the pools between two currencies. */
export const entered = `entered as (
  insert into entry (payment_id, account_id, amount_minor)
  select input.id, side.account_id, side.amount_minor
  from input cross join lateral (values (debtor_id, -input.amount_minor),
    (creditor_id, coalesce(credited_minor, input.amount_minor)))
    as side(account_id, amount_minor)
  where status = 'settled'
  union all
  select input.id, side.account_id, side.amount_minor
  from input cross join lateral (values (debtor_pool_id, input.amount_minor),
    (creditor_pool_id, -credited_minor))
    as side(account_id, amount_minor)
  where status = 'settled' and credited_minor is not null
)`
