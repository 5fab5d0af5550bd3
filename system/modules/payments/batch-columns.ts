import { textArray } from '../../platform/postgres/arrays.ts'
import {
  int4Column,
  int8Column,
  textColumn,
  uuidColumn,
} from '../../platform/postgres/binary-columns.ts'
import type { OutboxRow } from '../../platform/outbox/outbox-row.ts'
import type { HeldRecord } from './held-store.ts'
import type { BatchEffects, PaymentRecord } from './store.ts'

// Batches as columns of parameters, because statements work on sets.

/** $1 to $16 of the lane's statements. */
export function effectColumns(batch: BatchEffects): readonly unknown[] {
  const { changes, messages } = batch
  const accounts = [...changes.accounts]
  const banks = [...changes.banks]
  return [
    batch.createdAt,
    batch.day,
    int4Column(accounts, ([account]) => account.id),
    int8Column(accounts, ([account]) => account.version),
    int8Column(accounts, ([, change]) => change.deltaMinor),
    int8Column(accounts, ([, change]) => change.spentMinor),
    textColumn(banks, ([{ tenant }]) => tenant),
    textColumn(banks, ([{ bank }]) => bank),
    int8Column(banks, ([{ version }]) => version),
    int8Column(banks, ([{ spentUsdMinor }, usdMinor]) => spentUsdMinor + usdMinor),
    int8Column(banks, ([{ limitUsdMinor }]) => limitUsdMinor),
    batch.lane,
    batch.topic,
    textColumn(messages, (message) => message.key),
    int4Column(messages, (message) => message.n),
    textColumn(messages, (message) => message.payload),
  ]
}

/**
 * $17 to $34 of `recordBatch`. One batch is decided with one snapshot of rates, if it needs any.
 */
export function paymentColumns(records: readonly PaymentRecord[]): readonly unknown[] {
  return [
    uuidColumn(records, ({ payment }) => payment.id),
    textColumn(records, ({ item }) => item.tenant),
    textColumn(records, ({ item }) => item.key),
    int4Column(records, ({ debtor }) => debtor.id),
    int4Column(records, ({ creditor }) => creditor.id),
    int8Column(records, ({ payment }) => payment.amountMinor),
    textColumn(records, ({ payment }) => payment.currency),
    textColumn(records, ({ payment }) => payment.reference),
    textColumn(records, ({ payment }) => payment.rejection),
    textColumn(records, ({ payment }) => payment.status),
    textColumn(records, ({ item }) => item.kind),
    int8Column(records, ({ terms }) => terms.usdMinor),
    textColumn(records, ({ creditor }) => creditor.currency),
    int8Column(records, ({ terms }) => terms.exchange?.creditedMinor),
    int8Column(records, ({ terms }) => terms.exchange?.remainder),
    textArray(records.map(({ payment }) => payment.releaseAt)),
    textColumn(records, ({ payment: { reviewReasons } }) => {
      return reviewReasons && textArray(reviewReasons)
    }),
    records.find(({ terms }) => terms.fxRateId !== undefined)?.terms.fxRateId,
  ]
}

interface Entry {
  readonly paymentId: string
  readonly accountId: number
  readonly amountMinor: number
}

/**
 * $35 to $37 of `recordBatch`. Two of each payment that is settled, and two more through the pools.
 */
export function entryColumns(records: readonly PaymentRecord[]): readonly unknown[] {
  const entries: Entry[] = []
  for (const { payment, debtor, creditor, terms, pools, outcome } of records) {
    if (outcome.status !== 'settled') {
      continue
    }
    const { id: paymentId, amountMinor } = payment
    const creditedMinor = terms.exchange?.creditedMinor ?? amountMinor
    entries.push(
      { paymentId, accountId: debtor.id, amountMinor: -amountMinor },
      { paymentId, accountId: creditor.id, amountMinor: creditedMinor },
    )
    if (pools !== undefined) {
      entries.push(
        { paymentId, accountId: pools.debtor.id, amountMinor },
        { paymentId, accountId: pools.creditor.id, amountMinor: -creditedMinor },
      )
    }
  }
  return [
    uuidColumn(entries, (entry) => entry.paymentId),
    int4Column(entries, (entry) => entry.accountId),
    int8Column(entries, (entry) => entry.amountMinor),
  ]
}

/** $17 to $27 of `settleHeld`. */
export function heldColumns(records: readonly HeldRecord[]): readonly unknown[] {
  return [
    uuidColumn(records, ({ payment }) => payment.id),
    textColumn(records, ({ item }) => item.tenant),
    int4Column(records, ({ debtor }) => debtor.id),
    int4Column(records, ({ creditor }) => creditor.id),
    int8Column(records, ({ payment }) => payment.amountMinor),
    textColumn(records, ({ payment }) => payment.rejection),
    textColumn(records, ({ payment }) => payment.status),
    int8Column(records, ({ terms }) => terms.exchange?.creditedMinor),
    int4Column(records, ({ pools }) => pools?.debtor.id),
    int4Column(records, ({ pools }) => pools?.creditor.id),
    textArray(records.map(({ payment }) => payment.releaseAt)),
  ]
}

/**
 * What the outbox has to publish now; a batch need not have any event. Rows of one key come in the
 * order of its messages.
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
