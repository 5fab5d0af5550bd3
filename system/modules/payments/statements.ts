import type { Statement } from '../../platform/postgres/database.ts'
import { movedAndPublished, nothingStale } from './statement-parts.ts'

/**
 * The whole batch in one statement and one commit. It fails as a whole when a key is taken or when
 * an account or a bank's day is no longer at the version that the decision was made on.
 *
 * Entries come as columns of their own: made here of each payment by `lateral (values …)`, they
 * would cost more than the payment, because Postgres prepares the expressions of such a list anew
 * for every row.
 */
export const recordBatch: Statement = {
  name: 'payments.record-batch',
  text: `
with recorded as (
  insert into payment (tenant, id, idempotency_key, debtor_id, creditor_id, amount_minor, currency,
    reference, rejection, created_at, status, kind, usd_minor, creditor_currency, fx_rate_id,
    credited_minor, fx_remainder, release_at, review_reasons)
  select tenant, id, key, debtor_id, creditor_id, amount_minor, currency, reference, rejection,
    $1::timestamptz, status, kind, usd_minor, creditor_currency, $34::bigint, credited_minor,
    fx_remainder, release_at, review_reasons::text[]
  from unnest($17::uuid[], $18::text[], $19::text[], $20::integer[], $21::integer[],
    $22::bigint[], $23::text[], $24::text[], $25::text[], $26::text[], $27::text[], $28::bigint[],
    $29::text[], $30::bigint[], $31::bigint[], $32::timestamptz[], $33::text[])
    as t(id, tenant, key, debtor_id, creditor_id, amount_minor, currency, reference, rejection, status,
      kind, usd_minor, creditor_currency, credited_minor, fx_remainder, release_at, review_reasons)
), entered as (
  insert into entry (payment_id, account_id, amount_minor)
  select * from unnest($35::uuid[], $36::integer[], $37::bigint[])
), ${movedAndPublished}
select id, message_key, ${nothingStale}
from published order by id`,
}

const accountColumns = `tenant, id, number, bank, currency, internal, floor_minor, daily_limit_minor,
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

export const findAccountDays: Statement = {
  name: 'payments.find-account-days',
  text: `select account_id, spent_minor from account_day
where day = $2::date and account_id = any ($1::integer[])`,
}

export const findBankDays: Statement = {
  name: 'payments.find-bank-days',
  text: `select tenant, bank, spent_usd_minor, version from bank_day
where tenant = any ($1::text[]) and day = $2::date`,
}

export const paymentColumns = `payment.id, payment.tenant, payment.idempotency_key,
  debtor.number as debtor_account, creditor.number as creditor_account,
  payment.amount_minor, payment.currency, payment.reference, payment.rejection, payment.created_at,
  payment.status, payment.usd_minor, payment.creditor_currency, payment.credited_minor,
  payment.fx_rate_id, payment.review_reasons, payment.release_at, payment.released_at`

export const withAccounts = `join account debtor on debtor.id = payment.debtor_id
join account creditor on creditor.id = payment.creditor_id`

/**
 * On the single writer's connection. Key by key: of a join a plan that was made while the table was
 * small reads the whole table, and goes on doing so while it grows.
 */
export const findByKeys: Statement = {
  name: 'payments.find-by-keys',
  text: `select ${paymentColumns} from unnest($1::text[], $2::text[]) as wanted(tenant, key)
cross join lateral (
  select * from payment
  where payment.tenant = wanted.tenant and payment.idempotency_key = wanted.key limit 1
) payment ${withAccounts}`,
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
  select * from payment where tenant = $1 and kind = 'payment' order by id desc limit $2 offset $3
) payment ${withAccounts} order by payment.id desc`,
}
