import { type Static, Type } from 'typebox'
import { documentParser } from './parse-document.ts'

/**
 * How far counters of two equal arms have been seen apart on one lane:
 * `baselines/<lane>/tolerances.json`. Learned from self-checks and never typed; the judge takes it
 * as it comes, and a group that is not in it only informs.
 */
export const tolerancesSchemaVersion = 'plumbline/tolerances@1'
export const tolerancesFileName = 'tolerances.json'

export const LearnedTolerance = Type.Object({
  /** Runs whose two arms were equal. */
  comparisons: Type.Integer({ minimum: 0 }),
  /**
   * Relative: the largest |head / base - 1| among them, of the figures that a verdict would
   * compare.
   */
  largest: Type.Number({ minimum: 0 }),
})
export type LearnedTolerance = Static<typeof LearnedTolerance>

/** By counter group, e.g. `memory.allocated` or `instructions.system`. */
export const ScenarioTolerances = Type.Record(Type.String({ maxLength: 100 }), LearnedTolerance)
export type ScenarioTolerances = Static<typeof ScenarioTolerances>

export const CounterTolerances = Type.Object({
  schema: Type.Literal(tolerancesSchemaVersion),
  lane: Type.String(),
  /** ISO 8601, UTC: of the latest self-check in it. */
  measuredAt: Type.String(),
  scenarios: Type.Record(Type.String({ maxLength: 100 }), ScenarioTolerances),
})
export type CounterTolerances = Static<typeof CounterTolerances>

export const maxTolerancesBytes = 1024 * 1024

/** Throws KnownFailure('input') for anything but a record of tolerances. */
export const parseTolerances = documentParser({
  what: 'record of counter tolerances',
  version: tolerancesSchemaVersion,
  maxBytes: maxTolerancesBytes,
  schema: CounterTolerances,
})
