import type { Noise } from '../stats/testing.ts'
import type { MetricResult } from '../result/document.ts'
import type { ProfileName } from './policy.ts'
import { detectableIn, type Metric, simulateRun, type Truth } from './simulation.ts'

/**
 * Many simulated runs, counted: for the rate tests, and for `npm run judge-rates`, which has more
 * time.
 */
export interface Counted {
  readonly trials: number
  /** Runs in which a gate metric regressed that nothing was planted in. */
  readonly falseAlarms: number
  /** Runs in which what was planted regressed, or was called equivalent. */
  readonly caught: number
  readonly calledEquivalent: number
  /** By metric of the journey, runs whose interval holds the truth. */
  readonly covered: ReadonlyMap<string, number>
  readonly generationsMean: number
}

export function simulateMany(
  profile: ProfileName,
  truth: Truth,
  trials: number,
  firstSeed = 1,
): Counted {
  const counts = { falseAlarms: 0, caught: 0, calledEquivalent: 0, generations: 0 }
  const covered = new Map<string, number>()
  for (let trial = 0; trial < trials; trial++) {
    const run = simulateRun(profile, truth, firstSeed + trial)
    if (run.falseAlarm) counts.falseAlarms++
    if (run.caught) counts.caught++
    const planted = run.metrics.filter(({ id }) => id in (truth.planted ?? {}))
    if (planted.some(({ verdict }) => verdict.kind === 'equivalent')) counts.calledEquivalent++
    counts.generations += run.generations
    for (const metric of run.metrics) {
      const holds = holdsTruth(metric, truth)
      covered.set(metric.id, (covered.get(metric.id) ?? 0) + (holds ? 1 : 0))
    }
  }
  const { generations, ...rest } = counts
  return { trials, ...rest, covered, generationsMean: generations / trials }
}

function holdsTruth({ id, better, change }: MetricResult, { planted = {} }: Truth): boolean {
  const { low, high } = change ?? {}
  if (low === null || low === undefined || high === null || high === undefined) return false
  const worse = planted[id as Metric] ?? 0
  const ratio = Math.exp(better === 'lower' ? worse : -worse)
  return low <= ratio && high >= ratio
}

/**
 * Pairs of runs: of how many does the second catch what the first, with equal arms, would have
 * told?
 */
export function detectableCaught(
  profile: ProfileName,
  noise: Noise,
  trials: number,
  firstSeed = 1,
): number {
  let caught = 0
  for (let trial = 0; trial < trials; trial++) {
    const seed = firstSeed + 2 * trial
    const planted = { cpuUsPerOpSystem: detectableIn(profile, noise, seed) }
    if (simulateRun(profile, { noise, planted }, seed + 1).caught) caught++
  }
  return caught
}
