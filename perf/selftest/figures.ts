import type { JudgeFigures, DetectableEffect } from '../result/judge-figures.ts'
import { rateBounds } from '../stats/binomial.ts'
import { median } from '../stats/quantile.ts'
import { checkSample } from '../stats/sample.ts'
import { detectableOf } from '../verdict/detectable.ts'
import { lookReached, lookRule } from '../verdict/looks.ts'
import { pairMetrics } from '../verdict/pairs.ts'
import {
  type Assessment,
  type JudgeRecord,
  type JudgeRound,
  roundsOfLane,
  selfCheck,
} from './record.ts'
import { asRecording, profileOf } from './unpack-round.ts'

/** Of the rates that are printed: what the record supports is told on one side, at 95 %. */
export const rateConfidence = 0.95

/**
 * What the record says of the judge on this lane, in runs of one profile; all zeros where there is
 * none.
 */
export function judgeFigures(record: JudgeRecord, lane: string, profile: string): JudgeFigures {
  const rounds = roundsOfLane(record, lane).filter(
    (round) => round.assessment !== 'broken' && round.profile === profile,
  )
  const equal = rounds.filter(({ change }) => change === selfCheck)
  const harmless = rounds.filter(({ change, harmful }) => change !== selfCheck && !harmful)
  const planted = rounds.filter(({ harmful }) => harmful)
  const explained = planted.filter(({ causeRight }) => causeRight !== null)
  return {
    lane,
    profile,
    selfChecks: { ...alarms(equal), couldNotMeasure: count(equal, 'inconclusive') },
    harmless: alarms(harmless),
    planted: {
      runs: planted.length,
      caught: count(planted, 'caught'),
      missed: count(planted, 'missed'),
      inconclusive: count(planted, 'inconclusive'),
      falseAlarms: count(planted, 'false'),
    },
    causes: {
      stated: explained.length,
      right: explained.filter(({ causeRight }) => causeRight === true).length,
    },
    detectable: detectableEffects(equal),
  }
}

/** A run that could not measure raised no alarm and had no chance to. */
function alarms(rounds: readonly JudgeRound[]) {
  const falseAlarms = count(rounds, 'false')
  const runs = rounds.length - count(rounds, 'inconclusive')
  const rateAtMost = runs === 0 ? 1 : rateBounds(falseAlarms, runs, rateConfidence).high
  return { runs, falseAlarms, rateAtMost }
}

function count(rounds: readonly JudgeRound[], kind: Assessment): number {
  return rounds.filter(({ assessment }) => assessment === kind).length
}

/** Medians over the rounds. */
function detectableEffects(rounds: readonly JudgeRound[]): DetectableEffect[] {
  const seen = rounds.flatMap(detectableIn)
  const byMetric = Map.groupBy(seen, ({ scenario, metric }) => `${scenario}/${metric}`)
  return [...byMetric.values()].flatMap((effects) => {
    const outcome = checkSample(effects.map(({ effect }) => effect))
    const [first] = effects
    if (outcome.kind === 'refused' || first === undefined) return []
    const { scenario, metric, title } = first
    return [{ scenario, metric, title, median: median(outcome.sample), runs: effects.length }]
  })
}

interface Seen {
  readonly scenario: string
  readonly metric: string
  readonly title: string
  readonly effect: number
}

/**
 * Of every gate metric with pairs enough, as the judge tells it of an undecided one: by the look at
 * which the run ended, whose share of the error rate is all that this look may spend.
 */
function detectableIn(round: JudgeRound): Seen[] {
  const profile = profileOf(round)
  if (profile === undefined) return []
  const recordings = round.scenarios.map(asRecording)
  const look = lookRule(profile, lookReached(profile, recordings))
  const able = recordings
    .flatMap(pairMetrics)
    .filter((metric) => metric.policy.role === 'gate' && metric.worse.size >= look.neededPairs)
  return able.flatMap((metric) => {
    const effect = detectableOf(metric, look.alpha / able.length)
    const { id, title } = metric.policy
    return effect === null ? [] : [{ scenario: metric.scenario, metric: id, title, effect }]
  })
}
