import type { Statement } from '../../platform/postgres/database.ts'
import { entered, movedAndPublished, nothingStale } from './statement-parts.ts'
import { paymentColumns, withAccounts } from './statements.ts'

const heldColumns = `${paymentColumns}, payment.fx_remainder, payment.review_decision`

/** Queued payments whose windows are open, those that have waited longest first. */
export const findDue: Statement = {
  name: 'payments.find-due',
  text: `select ${heldColumns} from (
  select * from payment where status = 'queued' and release_at <= $1::timestamptz
  order by release_at, id limit $2
) payment ${withAccounts} order by payment.release_at, payment.id`,
}

export const nextRelease: Statement = {
  name: 'payments.next-release',
  text: `select min(release_at) as at from payment where status = 'queued'`,
}

export const findHeld: Statement = {
  name: 'payments.find-held',
  text: `select ${heldColumns} from payment ${withAccounts}
where payment.tenant = $1 and payment.id = $2 and kind = 'payment'`,
}

/**
 * Held payments as they were decided now, in one statement and one commit. It fails as a whole when
 * one of them is no longer held as $28 says, so that none is released twice. $29 is the review's
 * decision and $30 who made it, null where time alone released them. That an id is among $17 goes
 * without saying, but not to a plan that is made while there is no payment.
 */
export const settleHeld: Statement = {
  name: 'payments.settle-held',
  text: `
with input as materialized (
  select * from unnest($17::uuid[], $18::text[], $19::integer[], $20::integer[], $21::bigint[],
    $22::text[], $23::text[], $24::bigint[], $25::integer[], $26::integer[], $27::timestamptz[])
    as t(id, tenant, debtor_id, creditor_id, amount_minor, rejection, status, credited_minor,
      debtor_pool_id, creditor_pool_id, release_at)
), released as (
  update payment set status = input.status, rejection = input.rejection,
    release_at = coalesce(input.release_at, payment.release_at),
    released_at = case when input.status <> 'queued' then $1::timestamptz end,
    review_decision = coalesce($29::text, payment.review_decision),
    reviewed_by = coalesce($30::text, payment.reviewed_by),
    reviewed_at = case when $29::text is null then payment.reviewed_at else $1::timestamptz end
  from input
  where payment.tenant = input.tenant and payment.id = input.id and payment.status = $28
    and payment.id = any($17)
  returning payment.id
), ${entered}, ${movedAndPublished}
select published.id, message_key, checked.*
from (select ${nothingStale},
  require_equal((select count(*) from released), cardinality($17::uuid[]), 'payments held')) as checked
left join published on true order by published.id`,
}
