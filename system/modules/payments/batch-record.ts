import type { PaymentRecorded } from '../../events/payment-recorded.ts'
import { paymentsRecordedTopic } from '../../events/payment-recorded.ts'
import type { Decision } from './decision.ts'
import { makePayment } from './payment-row.ts'
import type { PaymentOrder } from './schemas.ts'
import type { BatchRecord, PaymentRecord } from './store.ts'

/** Of the outbox; its writer's lock is named after it, too. */
export const paymentLane = 'payments'

interface Recordable {
  readonly tenant: string
  readonly key: string
  readonly order: PaymentOrder
}

/** A decision in the form in which it is stored and published. */
export function composeBatch(
  decision: Decision<Recordable>,
  nowMs: number,
  day: string,
  newId: (nowMs: number) => string,
): BatchRecord {
  const createdAt = new Date(nowMs).toISOString()
  const records = decision.decided.map(({ item, debtor, creditor, rejection }): PaymentRecord => {
    const payment = makePayment({ id: newId(nowMs), order: item.order, rejection, createdAt })
    return { tenant: item.tenant, key: item.key, debtor, creditor, payment }
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

/** One message per tenant: the tenant is the key, and what has one key keeps its order. */
function composeMessages(records: readonly PaymentRecord[]): BatchRecord['messages'] {
  const byTenant = Map.groupBy(records, (record) => record.tenant)
  return [...byTenant].map(([key, ofTenant]) => ({
    key,
    n: ofTenant.length,
    payload: JSON.stringify(ofTenant.map(toEvent)),
  }))
}

function toEvent({ payment, debtor, creditor }: PaymentRecord): PaymentRecorded {
  return {
    id: payment.id,
    status: payment.status,
    debtorAccount: payment.debtorAccount,
    creditorAccount: payment.creditorAccount,
    debtorBank: debtor.bank,
    creditorBank: creditor.bank,
    amountMinor: payment.amountMinor,
    currency: payment.currency,
  }
}
