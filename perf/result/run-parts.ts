import { type Static, Type } from 'typebox'

const count = Type.Integer({ minimum: 0 })

/**
 * This file has what a run's document says of the run as a whole; of a joined document each group's
 * run says the same.
 *
 * A warning is data, shown to the reader. `gate` warnings turn the outcome to `failed`.
 */
export const Warning = Type.Object({
  code: Type.String(),
  message: Type.String(),
  gate: Type.Boolean(),
})
export type Warning = Static<typeof Warning>

export const Outcome = Type.Union([
  Type.Literal('passed'),
  Type.Literal('regressed'),
  /** An invariant broke, a scenario vanished: exit code 1 as well. */
  Type.Literal('failed'),
  /** Could not measure: exit code 2. */
  Type.Literal('invalid'),
])
export type Outcome = Static<typeof Outcome>

/** The declared looks, in generations, and at which of them the run ended. */
export const Looks = Type.Object({
  declared: Type.Array(count, { maxItems: 20 }),
  taken: Type.Array(count, { maxItems: 20 }),
})
/** A first measurement was invalid and thrown away for this one. */
export const Repeated = Type.Object({ reason: Type.String() })
