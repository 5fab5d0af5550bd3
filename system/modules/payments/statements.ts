import type { Statement } from '../../platform/postgres/database.ts'

/**
 * The whole batch in one statement and one commit. It fails as a whole when a key is taken or when an
 * account is no longer at the version that the decision was made on.
 */
export const recordBatch: Statement = {
  name: 'payments.record-batch',
  text: `
with input as materialized (
  select * from unnest($1::uuid[], $2::text[], $3::text[], $4::integer[], $5::integer[], $6::bigint[],
    $7::text[], $8::text[], $9::text[])
    as t(id, tenant, key, debtor_id, creditor_id, amount_minor, currency, reference, rejection)
), recorded as (
  insert into payment (tenant, id, idempotency_key, debtor_id, creditor_id, amount_minor, currency,
    reference, rejection, created_at)
  select tenant, id, key, debtor_id, creditor_id, amount_minor, currency, reference, rejection,
    $10::timestamptz
  from input
), entered as (
  insert into entry (payment_id, account_id, amount_minor)
  select input.id, side.account_id, side.amount_minor
  from input cross join lateral
    (values (debtor_id, -input.amount_minor), (creditor_id, input.amount_minor))
    as side(account_id, amount_minor)
  where rejection is null
), moved as (
  update account set
    balance_minor = account.balance_minor + change.delta_minor,
    spent_minor = change.spent_minor
      + case when account.spent_on = $11::date then account.spent_minor else 0 end,
    spent_on = $11::date,
    version = account.version + 1
  from unnest($12::integer[], $13::bigint[], $14::bigint[], $15::bigint[])
    as change(id, version, delta_minor, spent_minor)
  where account.id = change.id and account.version = change.version
  returning account.id
), published as (
  insert into outbox (lane, topic, message_key, n, payload, created_at)
  select $16, $17, message_key, n, payload, $10::timestamptz
  from unnest($18::text[], $19::integer[], $20::text[]) as t(message_key, n, payload)
  returning id, message_key
)
select id, message_key,
  require_equal((select count(*) from moved), cardinality($12::integer[]), 'accounts at their version')
from published order by id`,
}

const accountColumns = `tenant, id, number, bank, currency, floor_minor, daily_limit_minor,
  balance_minor, spent_on::text, spent_minor, version`

export const firstAccounts: Statement = {
  name: 'payments.first-accounts',
  text: `select ${accountColumns} from account order by id limit $1`,
}

export const findAccounts: Statement = {
  name: 'payments.find-accounts',
  text: `select ${accountColumns} from account
join unnest($1::text[], $2::text[]) as wanted(tenant, number) using (tenant, number)`,
}

const paymentColumns = `payment.id, payment.tenant, payment.idempotency_key,
  debtor.number as debtor_account, creditor.number as creditor_account,
  payment.amount_minor, payment.currency, payment.reference, payment.rejection, payment.created_at`

const withAccounts = `join account debtor on debtor.id = payment.debtor_id
join account creditor on creditor.id = payment.creditor_id`

export const findByKeys: Statement = {
  name: 'payments.find-by-keys',
  text: `select ${paymentColumns} from payment ${withAccounts}
join unnest($1::text[], $2::text[]) as wanted(tenant, key)
  on payment.tenant = wanted.tenant and payment.idempotency_key = wanted.key`,
}

export const findById: Statement = {
  name: 'payments.find-by-id',
  text: `select ${paymentColumns} from payment ${withAccounts}
where payment.tenant = $1 and payment.id = $2`,
}

/** The page first, the accounts' names for its rows alone after. */
export const findPage: Statement = {
  name: 'payments.find-page',
  text: `select ${paymentColumns} from (
  select * from payment where tenant = $1 order by id desc limit $2 offset $3
) payment ${withAccounts} order by payment.id desc`,
}
