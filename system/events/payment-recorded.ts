import { Type } from 'typebox'
import type { Static } from 'typebox'

/**
 * Topic `payments.recorded`: one message per batch and tenant, keyed by tenant, in order of commit.
 */
export const paymentsRecordedTopic = 'payments.recorded'
export const paymentsRecordedPartitions = 6
/** The lane of the outbox that they come from; its writer's lock is named after it, too. */
export const paymentLane = 'payments'

/**
 * One payment in the state that it is in from now on. One that is held – queued, in review – is
 * told of again when it leaves that state, under the same id.
 */
export const paymentRecordedSchema = Type.Object({
  id: Type.String(),
  status: Type.Union([
    Type.Literal('settled'),
    Type.Literal('rejected'),
    Type.Literal('queued'),
    Type.Literal('in-review'),
  ]),
  /** Between accounts of the gateway; not there for a payment of a customer. */
  kind: Type.Optional(Type.Literal('transfer')),
  debtorAccount: Type.String(),
  creditorAccount: Type.String(),
  debtorBank: Type.String(),
  creditorBank: Type.String(),
  amountMinor: Type.Integer(),
  currency: Type.String(),
  /** Between two currencies only, as `creditedMinor` is. */
  creditorCurrency: Type.Optional(Type.String()),
  creditedMinor: Type.Optional(Type.Integer()),
  /** Dollar equivalent in cents at acceptance. */
  usdMinor: Type.Optional(Type.Integer()),
  /** What it was before, where it was held. */
  heldAs: Type.Optional(Type.Union([Type.Literal('queued'), Type.Literal('in-review')])),
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
