const statement = (name: string, text: string) => ({ name: `compliance_${name}`, text })

export const readSanctions = statement('read_sanctions', `select kind, value from sanctions_entry`)

const isoInstant = (column: string): string =>
  `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

/**
 * Alerts of the payments from an id on that have none, but for those that were removed. Where two
 * processes do so at once, each alert is written, and so answered with, by one of them.
 */
export const writeAlerts = statement(
  'write_alerts',
  `
  insert into compliance_alert (tenant, payment_id, reasons, debtor_account, creditor_account, debtor_bank,
    creditor_bank, amount_minor, currency, usd_minor, raised_at)
  select payment.tenant, payment.id, payment.review_reasons, debtor.number, creditor.number, debtor.bank,
    creditor.bank, payment.amount_minor, payment.currency, payment.usd_minor, payment.created_at
  from payment
  join account as debtor on debtor.id = payment.debtor_id
  join account as creditor on creditor.id = payment.creditor_id
  where payment.review_reasons is not null and payment.id >= $1
    and payment.created_at >= (select all_kept_since('compliance_alert'))
    and not exists (select from compliance_alert as written
      where written.tenant = payment.tenant and written.payment_id = payment.id
        and written.payment_id >= $1)
  order by payment.id limit $2
  on conflict do nothing
  returning tenant, payment_id as "paymentId", reasons, debtor_account as "debtorAccount",
    creditor_account as "creditorAccount", debtor_bank as "debtorBank", creditor_bank as "creditorBank",
    amount_minor as "amountMinor", currency, usd_minor as "usdMinor", ${isoInstant('raised_at')} as "raisedAt"`,
)

const alertColumns = `
  alert.payment_id as "paymentId", alert.reasons, alert.debtor_account as "debtorAccount",
  alert.creditor_account as "creditorAccount", alert.debtor_bank as "debtorBank",
  alert.creditor_bank as "creditorBank", alert.amount_minor as "amountMinor", alert.currency,
  alert.usd_minor as "usdMinor", ${isoInstant('alert.raised_at')} as "raisedAt"`

export const listAlerts = statement(
  'list_alerts',
  `
  select ${alertColumns}, payment.status, payment.review_decision as decision
  from compliance_alert as alert
  join payment on payment.tenant = alert.tenant and payment.id = alert.payment_id
  where alert.tenant = $1 and ($2::text is null or $2 = any(alert.reasons))
  order by alert.payment_id desc limit $3 offset $4::bigint`,
)

/** Of the payments themselves: what waits is known before its alert is written. Oldest first. */
export const listReviews = statement(
  'list_reviews',
  `
  select payment.id as "paymentId", payment.review_reasons as reasons, debtor.number as "debtorAccount",
    creditor.number as "creditorAccount", debtor.bank as "debtorBank", creditor.bank as "creditorBank",
    payment.amount_minor as "amountMinor", payment.currency, payment.usd_minor as "usdMinor",
    ${isoInstant('payment.created_at')} as "raisedAt", payment.reference
  from payment
  join account as debtor on debtor.id = payment.debtor_id
  join account as creditor on creditor.id = payment.creditor_id
  where payment.tenant = $1 and payment.status = 'in-review'
  order by payment.id limit $2 offset $3::bigint`,
)

export const countReviews = statement(
  'count_reviews',
  `select count(*) as waiting from payment where tenant = $1 and status = 'in-review'`,
)

/** Sums by corridor over the next payments in the order of their ids, and the last of these. */
export const sumCorridors = statement(
  'sum_corridors',
  `
  with part as materialized (
    select id, debtor_id, creditor_id, usd_minor, review_reasons is not null as reviewed
    from payment where tenant = $1 and id > $2 and id < $3 and kind = 'payment'
    order by id limit $4
  )
  select debtor.bank as "from", creditor.bank as "to", count(*) as count,
    count(*) filter (where part.reviewed) as reviewed, coalesce(sum(part.usd_minor), 0)::bigint as "usdMinor",
    (select id from part order by id desc limit 1) as "lastId", (select count(*) from part) as read
  from part
  join account as debtor on debtor.id = part.debtor_id
  join account as creditor on creditor.id = part.creditor_id
  group by debtor.bank, creditor.bank`,
)
