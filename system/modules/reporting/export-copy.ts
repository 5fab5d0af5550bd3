import pg from 'pg'
import type { CopyOut } from '../../platform/postgres/copy-out.ts'
import { uuidAt } from '../../platform/postgres/uuid-at.ts'
import type { ExportQuery, ExportRange } from './export-query.ts'

const literal = pg.escapeLiteral
/** Whoever reads no byte for so long has gone, even if its connection has not. */
const stallMs = 30_000
const statementTimeoutMs = 15 * 60_000
const dayMs = 86_400_000

/**
 * Text that a client chose. A spreadsheet takes what begins with one of these for a formula and
 * runs it; an apostrophe in front makes it text again (OWASP, CSV injection).
 */
const asText = (column: string): string =>
  `case when ${column} ~ '^[=+@\\t\\r-]' then '''' || ${column} else ${column} end`

/**
 * Payments in the order of their ids, which is that of their time, so that rows come as the index
 * has them and nothing is sorted or gathered first. Ids hold the time of their making; they are a
 * day's slack wider than the range, because a clock that was set back leaves them behind or ahead,
 * and `created_at` decides.
 */
export function exportCopy(tenant: string, query: ExportQuery, range: ExportRange): CopyOut {
  const { status, currency } = query
  const conditions = [
    `payment.tenant = ${literal(tenant)}`,
    `payment.kind = 'payment'`,
    `payment.id >= ${literal(uuidAt(range.fromMs - dayMs))}`,
    `payment.id < ${literal(uuidAt(range.untilMs + dayMs))}`,
    `payment.created_at >= ${literal(new Date(range.fromMs).toISOString())}`,
    `payment.created_at < ${literal(new Date(range.untilMs).toISOString())}`,
    ...(status === undefined ? [] : [`payment.status = ${literal(status)}`]),
    ...(currency === undefined ? [] : [`payment.currency = ${literal(currency)}`]),
  ]
  return {
    text: `copy (
select payment.id, to_char(payment.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as created_at,
  payment.status, payment.rejection, debtor.number as debtor_account, debtor.bank as debtor_bank,
  creditor.number as creditor_account, creditor.bank as creditor_bank, payment.amount_minor, payment.currency,
  creditor.currency as creditor_currency, payment.credited_minor, payment.usd_minor,
  ${asText('payment.reference')} as reference, ${asText('payment.idempotency_key')} as idempotency_key
from payment
join account debtor on debtor.id = payment.debtor_id
join account creditor on creditor.id = payment.creditor_id
where ${conditions.join(' and ')}
order by payment.id
) to stdout with (format csv, header, encoding 'UTF8')`,
    settings: [
      `set statement_timeout = ${statementTimeoutMs}`,
      // Accounts are looked up row by row, so that the first row comes at once and order needs no
      // sort.
      'set enable_hashjoin = off',
      'set enable_mergejoin = off',
      'set enable_sort = off',
    ],
    stallMs,
  }
}
