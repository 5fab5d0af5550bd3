import { endedOf } from '../figures/ended.ts'
import type { ObjectiveResult, PartResult, RecoveryResult, StretchResult } from '../document.ts'

/**
 * What became of a load that was too much: what was refused, how long what was accepted took, and
 * when it was as it had been before. Recovered is who answers everything again, as fast as before
 * up to noise, and goes on doing so until nothing is asked any more: one good moment between two
 * bad ones is none, and who halts afterwards has not recovered yet.
 */
export const recoveryPolicy = {
  /** Of the p95 before the overload, or so much more than it, whichever is more. */
  latencyFactorMost: 2,
  latencyMsMore: 20,
  answeredShareLeast: 0.95,
  /** In a row, to begin with. */
  stretchesGood: 3,
  /** From then on, of all; noise may spoil the others. */
  goodShareLeast: 0.9,
  /** From then on, in a row; more of them are a halt. */
  stretchesBadMost: 2,
  /** Of journeys that were accepted, or never answered, in the overload. */
  overloadMsP99: 2_000,
  /** Of journeys offered in the overload: what is refused with a time to come again is none. */
  overloadErrorShare: 0.01,
} as const

export interface Overloaded {
  readonly parts: readonly PartResult[]
  readonly stretches: readonly StretchResult[]
}

/** Undefined for a shape that has no overload, or whose normal load was never answered. */
export function judgeRecovery({ parts, stretches }: Overloaded): RecoveryResult | undefined {
  const normal = parts.find(({ role }) => role === 'normal')
  const overload = parts.find(({ role }) => role === 'overload')
  const recovery = parts.find(({ role }) => role === 'recovery')
  const before = normal?.figures.latencyMs
  if (overload === undefined || recovery === undefined || !before) return undefined
  const { latencyFactorMost, latencyMsMore } = recoveryPolicy
  const limitMs = Math.max(before.p95 * latencyFactorMost, before.p95 + latencyMsMore)
  const { completed, shed, errors, latencyMs } = overload.figures
  const ended = Math.max(1, endedOf(overload.figures))
  const later = stretches.filter(({ toMs }) => toMs > recovery.fromMs)
  return {
    normalMsP95: before.p95,
    limitMsP95: limitMs,
    recoveredAfterMs: recoveredAfterMs(later, recovery, limitMs),
    overload: {
      acceptedPerSecond: overload.figures.completedPerSecond,
      acceptedShare: completed / ended,
      shedShare: shed / ended,
      errorShare: errors / ended,
      latencyMsP99: latencyMs?.p99 ?? null,
    },
  }
}

/** Per second: what is offered shortly before a stretch ends is answered in the next. */
const inFlight = 5

/** By which a stretch may end late. */
const slackMs = 100

function recoveredAfterMs(
  later: readonly StretchResult[],
  { fromMs, toMs }: PartResult,
  limitMs: number,
): number | null {
  const isAfterEnd = (stretch: StretchResult) => stretch.toMs > toMs + slackMs
  const telling = later.filter((stretch) => !isAfterEnd(stretch) || hasEnded(stretch))
  const areGood = telling.map((stretch) => isGood(stretch, isAfterEnd(stretch), limitMs))
  const first = areGood.findIndex((_, index) => isGoodForGood(areGood.slice(index)))
  if (first === -1) return null
  // Within the stretch nobody knows when.
  return Math.max(0, (telling[first - 1]?.toMs ?? fromMs) - fromMs)
}

/** After the end nothing is offered, and stretches in which nothing ends either say nothing. */
const hasEnded = ({ latencyMs, shed, errors }: StretchResult): boolean =>
  latencyMs !== null || shed > 0 || errors > 0

function isGood(
  { offeredPerSecond, completedPerSecond, shed, errors, latencyMs }: StretchResult,
  isAfterEnd: boolean,
  limitMs: number,
): boolean {
  const leastPerSecond = isAfterEnd ? 0 : offeredPerSecond * recoveryPolicy.answeredShareLeast
  return (
    shed === 0 &&
    errors === 0 &&
    completedPerSecond + inFlight >= leastPerSecond &&
    latencyMs !== null &&
    latencyMs.p95 <= limitMs
  )
}

/** The last one may be noise; who does not answer at the end has bad ones after it, too. */
function isGoodForGood(areGood: readonly boolean[]): boolean {
  const { stretchesGood, goodShareLeast, stretchesBadMost } = recoveryPolicy
  const begins = areGood.slice(0, stretchesGood)
  if (begins.length < stretchesGood || !begins.every(Boolean)) return false
  const badRuns = badInARow(areGood)
  const goodShare = areGood.filter(Boolean).length / areGood.length
  return (
    goodShare >= goodShareLeast &&
    Math.max(...badRuns) <= stretchesBadMost &&
    (badRuns.at(-1) ?? 0) <= 1
  )
}

/** How many bad ones in a row end at each. */
function badInARow(areGood: readonly boolean[]): readonly number[] {
  let run = 0
  return areGood.map((good) => (run = good ? 0 : run + 1))
}

/** What a system has to keep that is given too much. */
export function overloadObjectives({
  overload,
  recoveredAfterMs: after,
}: RecoveryResult): ObjectiveResult[] {
  const p99 = overload.latencyMsP99
  return [
    {
      what: 'latency p99 of what was accepted in the overload',
      unit: 'ms',
      compare: 'at most',
      limit: recoveryPolicy.overloadMsP99,
      value: p99,
      isKept: p99 !== null && p99 <= recoveryPolicy.overloadMsP99,
    },
    {
      what: 'errors in the overload, refusals with a time to come again left out',
      unit: '%',
      compare: 'at most',
      limit: recoveryPolicy.overloadErrorShare * 100,
      value: overload.errorShare * 100,
      isKept: overload.errorShare <= recoveryPolicy.overloadErrorShare,
    },
    {
      what: 'parts of normal load in which it recovered',
      unit: '',
      compare: 'at least',
      limit: 1,
      value: after === null ? 0 : 1,
      isKept: after !== null,
    },
  ]
}
