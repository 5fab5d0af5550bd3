import { Type } from 'typebox'
import type { Static } from 'typebox'

/** Topic `payments.recorded`: one message per batch and tenant, keyed by tenant, in order of commit. */
export const paymentsRecordedTopic = 'payments.recorded'
export const paymentsRecordedPartitions = 6

export const paymentRecordedSchema = Type.Object({
  id: Type.String(),
  status: Type.Union([Type.Literal('settled'), Type.Literal('rejected')]),
  debtorAccount: Type.String(),
  creditorAccount: Type.String(),
  debtorBank: Type.String(),
  creditorBank: Type.String(),
  amountMinor: Type.Integer(),
  currency: Type.String(),
})
export type PaymentRecorded = Static<typeof paymentRecordedSchema>

export const paymentsRecordedSchema = Type.Object({
  /** Rises within an epoch; a message that comes again carries the same one. */
  outboxId: Type.Integer(),
  /** The database the event is true of; ids of another database mean nothing here. */
  epoch: Type.String(),
  at: Type.String(),
  events: Type.Array(paymentRecordedSchema),
})
export type PaymentsRecorded = Static<typeof paymentsRecordedSchema>
