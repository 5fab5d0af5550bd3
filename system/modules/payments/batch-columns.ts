import { plainArray, textArray } from '../../platform/postgres/arrays.ts'
import type { OutboxRow } from '../../platform/outbox/relay.ts'
import type { HeldRecord } from './held-store.ts'
import type { BatchEffects, PaymentRecord } from './store.ts'

/** Batches as columns of parameters, because statements work on sets. */
const nothing = 'NULL'

/** $1 to $16 of the lane's statements. */
export function effectColumns(batch: BatchEffects): readonly unknown[] {
  const { changes, messages } = batch
  const accounts = [...changes.accounts.keys()]
  const totals = [...changes.accounts.values()]
  const banks = [...changes.banks]
  return [
    batch.createdAt,
    batch.day,
    plainArray(accounts.map((account) => account.id)),
    plainArray(accounts.map((account) => account.version)),
    plainArray(totals.map((total) => total.deltaMinor)),
    plainArray(totals.map((total) => total.spentMinor)),
    textArray(banks.map(([{ tenant }]) => tenant)),
    textArray(banks.map(([{ bank }]) => bank)),
    plainArray(banks.map(([{ version }]) => version)),
    plainArray(banks.map(([{ spentUsdMinor }, usdMinor]) => spentUsdMinor + usdMinor)),
    plainArray(banks.map(([{ limitUsdMinor }]) => limitUsdMinor)),
    batch.lane,
    batch.topic,
    textArray(messages.map((message) => message.key)),
    plainArray(messages.map((message) => message.n)),
    textArray(messages.map((message) => message.payload)),
  ]
}

/** $17 to $36 of `recordBatch`. One batch is decided with one snapshot of rates, if it needs any. */
export function paymentColumns(records: readonly PaymentRecord[]): readonly unknown[] {
  return [
    plainArray(records.map(({ payment }) => payment.id)),
    textArray(records.map(({ item }) => item.tenant)),
    textArray(records.map(({ item }) => item.key)),
    plainArray(records.map(({ debtor }) => debtor.id)),
    plainArray(records.map(({ creditor }) => creditor.id)),
    plainArray(records.map(({ payment }) => payment.amountMinor)),
    plainArray(records.map(({ payment }) => payment.currency)),
    textArray(records.map(({ payment }) => payment.reference)),
    textArray(records.map(({ payment }) => payment.rejection)),
    plainArray(records.map(({ payment }) => payment.status)),
    plainArray(records.map(({ item }) => item.kind)),
    plainArray(records.map(({ terms }) => terms.usdMinor)),
    plainArray(records.map(({ creditor }) => creditor.currency)),
    plainArray(records.map(({ terms }) => terms.exchange?.creditedMinor ?? nothing)),
    plainArray(records.map(({ terms }) => terms.exchange?.remainder ?? nothing)),
    plainArray(records.map(({ pools }) => pools?.debtor.id ?? nothing)),
    plainArray(records.map(({ pools }) => pools?.creditor.id ?? nothing)),
    textArray(records.map(({ payment }) => payment.releaseAt)),
    textArray(
      records.map(({ payment }) => payment.reviewReasons && textArray(payment.reviewReasons)),
    ),
    records.find(({ terms }) => terms.fxRateId !== undefined)?.terms.fxRateId,
  ]
}

/** $17 to $27 of `settleHeld`. */
export function heldColumns(records: readonly HeldRecord[]): readonly unknown[] {
  return [
    plainArray(records.map(({ payment }) => payment.id)),
    textArray(records.map(({ item }) => item.tenant)),
    plainArray(records.map(({ debtor }) => debtor.id)),
    plainArray(records.map(({ creditor }) => creditor.id)),
    plainArray(records.map(({ payment }) => payment.amountMinor)),
    textArray(records.map(({ payment }) => payment.rejection)),
    plainArray(records.map(({ payment }) => payment.status)),
    plainArray(records.map(({ terms }) => terms.exchange?.creditedMinor ?? nothing)),
    plainArray(records.map(({ pools }) => pools?.debtor.id ?? nothing)),
    plainArray(records.map(({ pools }) => pools?.creditor.id ?? nothing)),
    textArray(records.map(({ payment }) => payment.releaseAt)),
  ]
}

/**
 * What the outbox has to publish now; a batch need not have any event. Rows of one key come in the order of its
 * messages.
 */
export function publishedRows(
  { messages, topic, createdAt }: BatchEffects,
  rows: readonly (readonly [id: number | null, key: string | null, ...unknown[]])[],
): readonly OutboxRow[] {
  const byKey = Map.groupBy(messages, ({ key }) => key)
  return rows.flatMap(([id, key]) => {
    const message = key === null ? undefined : byKey.get(key)?.shift()
    return id === null || message === undefined
      ? []
      : [{ id, topic, key: message.key, n: message.n, payload: message.payload, createdAt }]
  })
}
