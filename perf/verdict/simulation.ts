import type { Generation, MetricResult } from '../result/document.ts'
import { type Random, seededRandom } from '../stats/random.ts'
import type { Noise } from '../stats/testing.ts'
import { decided } from './decided.ts'
import { detectableOf } from './detectable.ts'
import { judgeRun, type Judgement } from './judge.ts'
import { lookRule } from './looks.ts'
import { pairMetrics, worseBy } from './pairs.ts'
import { policy, type ProfileName } from './policy.ts'
import { generationsOf, healthy, recordingOf } from './testing.ts'

/**
 * Whole runs on known truth, for the rate tests: a journey with its five gate metrics and, on
 * demand, a batch with three, judged look by look as declared. Noise is that of a pair's log-ratio,
 * in the sizes that a quiet machine showed before there was a judge (docs/judge-noise.md, first
 * table); what a lane has is in docs/judge.md. Half of a generation's noise is shared by all
 * metrics of the scenario.
 */
export const journeyValues = {
  throughputPerSecond: 900,
  cpuUsPerOpSystem: 36,
  cpuUsPerOpPostgres: 41,
  latencyMsP50: 4,
  latencyMsP95: 9,
}
export type Metric = keyof typeof journeyValues

/** No change is ever planted in it. */
const batch = { durationMs: 160, cpuUsPerOpSystem: 90, cpuUsPerOpPostgres: 300 }

/** Standard deviation of the log-ratio of two equal arms in one generation. */
export const journeyScatter: Readonly<Record<Metric, number>> = {
  throughputPerSecond: 0.025,
  cpuUsPerOpSystem: 0.035,
  cpuUsPerOpPostgres: 0.035,
  latencyMsP50: 0.025,
  latencyMsP95: 0.05,
}
const scatter: Readonly<Record<Metric | keyof typeof batch, number>> = {
  ...journeyScatter,
  durationMs: 0.025,
}

export interface Truth {
  readonly noise: Noise
  /** Times the scatter that was measured. */
  readonly louder?: number
  /** Log-ratio by which head is worse. */
  readonly planted?: Readonly<Partial<Record<Metric, number>>>
  readonly withBatch?: boolean
}

function simulateGenerations(
  values: Readonly<Record<string, number>>,
  { noise, louder = 1, planted = {} }: Truth,
  count: number,
  random: Random,
): Generation[] {
  const shared = noise(count, random)
  const ids = Object.keys(values) as (keyof typeof scatter)[]
  const own = ids.map(() => noise(count, random))
  const factors = Array.from({ length: count }, (_, at) =>
    Object.fromEntries(
      ids.map((id, metric) => {
        const unit = Math.SQRT1_2 * ((shared[at] as number) + (own[metric]?.[at] as number))
        const worse = (planted[id as Metric] ?? 0) + louder * scatter[id] * unit
        return [id, Math.exp(id === 'throughputPerSecond' ? -worse : worse)]
      }),
    ),
  )
  return generationsOf(values, factors)
}

export interface SimulatedRun {
  /** Of the journey, where the run was over. */
  readonly metrics: readonly MetricResult[]
  /** Measured until then. */
  readonly generations: number
  /** Whether what was planted regressed. */
  readonly caught: boolean
  /** Whether a gate metric did in which nothing was. */
  readonly falseAlarm: boolean
}

export function simulateRun(profile: ProfileName, truth: Truth, seed: number): SimulatedRun {
  const { looks } = policy.profiles[profile]
  const most = generationsMost(profile)
  const random = seededRandom(seed)
  const all = [
    recordingOf({ generations: simulateGenerations(journeyValues, truth, most, random) }),
  ]
  if (truth.withBatch === true) {
    const generations = simulateGenerations(batch, { ...truth, planted: {} }, most, random)
    all.push(recordingOf({ name: 'batch', kind: 'batch', generations }))
  }
  for (const [look, { generations }] of looks.entries()) {
    const recordings = all.map((recording) => ({
      ...recording,
      generations: recording.generations.slice(0, generations),
    }))
    const judgement = judgeRun({ recordings, profile, look, seed, machine: healthy })
    if (!decided(judgement) && look < looks.length - 1) continue
    return { ...foundIn(judgement, truth), generations }
  }
  throw new Error(`profile ${profile} declares no look`)
}

function foundIn({ scenarios }: Judgement, { planted = {} }: Truth) {
  const regressed = scenarios.map(({ metrics }) =>
    metrics.filter(({ role, verdict }) => role === 'gate' && verdict.kind === 'regressed'),
  )
  const [inJourney = [], inBatch = []] = regressed
  return {
    metrics: scenarios[0]?.metrics ?? [],
    caught: inJourney.some(({ id }) => id in planted),
    falseAlarm: inBatch.length > 0 || inJourney.some(({ id }) => !(id in planted)),
  }
}

/** Log-ratio that a whole run of equal journeys would tell of its system's CPU. */
export function detectableIn(profile: ProfileName, noise: Noise, seed: number): number {
  const most = generationsMost(profile)
  const generations = simulateGenerations(journeyValues, { noise }, most, seededRandom(seed))
  const metrics = pairMetrics(recordingOf({ generations }))
  const metric = metrics.find(({ policy: { id } }) => id === 'cpuUsPerOpSystem')
  const { alpha } = lookRule(profile, policy.profiles[profile].looks.length - 1)
  if (metric === undefined) throw new Error('a journey has CPU of the system')
  const effect = detectableOf(metric, alpha / metrics.length)
  if (effect === null) throw new Error(`${most} generations are too few for a detectable effect`)
  return worseBy(effect, metric.policy.better)
}

function generationsMost(profile: ProfileName): number {
  return policy.profiles[profile].looks.at(-1)?.generations ?? 0
}
