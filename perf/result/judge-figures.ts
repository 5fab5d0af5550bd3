import { type Static, Type } from 'typebox'

/**
 * How good the judge has been on one lane: counted from the committed record of runs whose truth was
 * known, never from the run that the figures are shown with. A lane without a record has none.
 */
const text = (maxLength: number) => Type.String({ maxLength })
const share = Type.Number({ minimum: 0, maximum: 1 })

export const DetectableEffect = Type.Object({
  /** As the document's metrics have it: `cpuUsPerOpSystem`. */
  metric: text(200),
  /** Relative; what was planted from there on was caught as often as `judgeFigures` demands. */
  effect: Type.Number({ minimum: 0 }),
  /** Whole recorded runs that it was read from. */
  runs: Type.Integer({ minimum: 0 }),
})
export type DetectableEffect = Static<typeof DetectableEffect>

export const JudgeFigures = Type.Object({
  lane: text(200),
  /** Whole recorded runs with nothing slower in head, and of those the ones that said otherwise. */
  runs: Type.Integer({ minimum: 0 }),
  falseAlarms: Type.Integer({ minimum: 0 }),
  /** Of the false-alarm rate: what these runs rule out, one-sided, at 95 %. */
  upperBound: share,
  detectable: Type.Array(DetectableEffect, { maxItems: 20 }),
  /** ISO 8601, UTC: when the latest of the runs was made. */
  recordedAt: text(40),
})
export type JudgeFigures = Static<typeof JudgeFigures>
