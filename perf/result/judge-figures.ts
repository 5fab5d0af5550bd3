import { type Static, Type } from 'typebox'

/**
 * What the record of one lane says of the judge itself; the footer of a comment states it. Rates
 * come with the n behind them, because none in three is another thing than none in three hundred.
 */

/** Beside the stored baselines of a lane; what is in it is `selftest/`'s business. */
export const judgeRecordFolderName = 'judge-record'

/** Of fewer runs no rate is told: not even all of nine support more than 71 % (one-sided, 95 %). */
export const fewestThatSay = 10
export const tooFewToSay = 'too few to say'

const count = Type.Integer({ minimum: 0 })
const rate = Type.Number({ minimum: 0, maximum: 1 })

export const DetectableEffect = Type.Object({
  scenario: Type.String(),
  metric: Type.String(),
  title: Type.String(),
  /** Relative, median over the self-checks: 0.05 is 5 % worse. */
  median: Type.Number(),
  runs: count,
})
export type DetectableEffect = Static<typeof DetectableEffect>

export const JudgeFigures = Type.Object({
  lane: Type.String(),
  /**
   * Unlike rates are never added up: a profile has looks of its own, and more generations see more.
   */
  profile: Type.String(),
  /** Whole runs whose two arms were equal; those that could not measure are counted apart. */
  selfChecks: Type.Object({
    runs: count,
    falseAlarms: count,
    couldNotMeasure: count,
    /** One-sided, 95 %: what the rate of false alarms is at most, by so many runs. */
    rateAtMost: rate,
  }),
  /** The same for changes that do no harm, all of them together. */
  harmless: Type.Object({ runs: count, falseAlarms: count, rateAtMost: rate }),
  planted: Type.Object({
    runs: count,
    caught: count,
    missed: count,
    inconclusive: count,
    falseAlarms: count,
  }),
  /** Of those caught. */
  causes: Type.Object({ stated: count, right: count }),
  detectable: Type.Array(DetectableEffect),
})
export type JudgeFigures = Static<typeof JudgeFigures>
