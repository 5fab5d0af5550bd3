import type { PaymentRecorded } from '../../events/payment-recorded.ts'
import { paymentLane, paymentsRecordedTopic } from '../../events/payment-recorded.ts'
import type { Decidable, Decided, Decision } from './decision.ts'
import { makePayment } from './payment-row.ts'
import type { Payment } from './schemas.ts'
import type { BatchRecord, PaymentRecord } from './store.ts'

interface Recordable extends Decidable {
  readonly key: string
}

/** A decision in the form in which it is stored and published. */
export function composeBatch(
  decision: Decision<Recordable>,
  nowMs: number,
  day: string,
  newId: (nowMs: number) => string,
): BatchRecord {
  const createdAt = new Date(nowMs).toISOString()
  const records = decision.decided.map((decided): PaymentRecord => {
    const id = newId(nowMs)
    return { ...decided, payment: composePayment(decided, { id, createdAt }) }
  })
  return {
    records,
    changes: decision.changes,
    createdAt,
    day,
    lane: paymentLane,
    topic: paymentsRecordedTopic,
    messages: composeMessages(records),
  }
}

/** What a payment has that the decision does not know. */
export interface Recorded {
  readonly id: string
  readonly createdAt: string
  /** Of one that was held before. */
  readonly reviewReasons?: readonly string[] | undefined
  readonly releaseAt?: string | undefined
  readonly releasedAt?: string | undefined
}

/** The payment as it is answered from now on. */
export function composePayment(
  { item, creditor, terms, outcome }: Decided<Decidable>,
  recorded: Recorded,
): Payment {
  const { exchange, fxRateId, usdMinor } = terms
  return makePayment({
    ...recorded,
    order: item.order,
    status: outcome.status,
    rejection: outcome.status === 'rejected' ? outcome.rejection : undefined,
    usdMinor,
    exchange:
      exchange && fxRateId !== undefined
        ? { creditorCurrency: creditor.currency, creditedMinor: exchange.creditedMinor, fxRateId }
        : undefined,
    ...(outcome.status === 'in-review' && { reviewReasons: outcome.reasons }),
    ...(outcome.status === 'queued' && {
      releaseAt: new Date(outcome.releaseAtMs).toISOString(),
    }),
  })
}

type Told = Decided<Decidable> & { readonly payment: Payment }

/**
 * Brokers take no message above 1 MiB: half of that leaves room for what is put around the events.
 */
export const mostEventBytes = 512 * 1024

/**
 * One message per tenant, or several where one would be too large for the broker: the tenant is the
 * key, and what has one key keeps its order.
 */
export function composeMessages(records: readonly Told[]): BatchRecord['messages'] {
  const byTenant = Map.groupBy(records, (record) => record.item.tenant)
  return [...byTenant].flatMap(([key, ofTenant]) => toMessages(key, ofTenant))
}

function toMessages(key: string, ofTenant: readonly Told[]): BatchRecord['messages'] {
  const message = {
    key,
    n: ofTenant.length,
    payload: JSON.stringify(ofTenant.map(toEvent)),
  }
  if (ofTenant.length === 1 || Buffer.byteLength(message.payload) <= mostEventBytes) {
    return [message]
  }
  const middle = Math.ceil(ofTenant.length / 2)
  return [...toMessages(key, ofTenant.slice(0, middle)), ...toMessages(key, ofTenant.slice(middle))]
}

function toEvent({ item, payment, debtor, creditor }: Told): PaymentRecorded {
  const { creditorCurrency, creditedMinor, usdMinor } = payment
  return {
    id: payment.id,
    status: payment.status,
    ...(item.kind === 'transfer' && { kind: item.kind }),
    debtorAccount: payment.debtorAccount,
    creditorAccount: payment.creditorAccount,
    debtorBank: debtor.bank,
    creditorBank: creditor.bank,
    amountMinor: payment.amountMinor,
    currency: payment.currency,
    ...(creditorCurrency !== undefined && { creditorCurrency }),
    ...(creditedMinor !== undefined && { creditedMinor }),
    ...(usdMinor !== undefined && { usdMinor }),
    ...(item.held !== undefined && { heldAs: item.held.as }),
  }
}
