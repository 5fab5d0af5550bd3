import { type Static, Type } from 'typebox'

/** From when a payment was accepted to when a reader of the topic was told of it, in ms. */
export const EventFigures = Type.Object({
  payments: Type.Integer({ minimum: 0 }),
  /** Accepted, but no event came of them before the topic fell silent; not in the percentiles. */
  unseen: Type.Optional(Type.Integer({ minimum: 0 })),
  p50: Type.Number(),
  p95: Type.Number(),
  p99: Type.Number(),
  max: Type.Number(),
})
export type EventFigures = Static<typeof EventFigures>
