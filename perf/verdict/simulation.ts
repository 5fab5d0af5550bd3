import type { Generation } from '../result/document.ts'
import { type Random, seededRandom } from '../stats/random.ts'
import { decided } from './decided.ts'
import { judgeRun, type Judgement } from './judge.ts'
import { policy, type ProfileName } from './policy.ts'
import { generationsOf, healthy, normal, recordingOf } from './testing.ts'

/**
 * Whole runs on known truth, for the rate tests: a journey with its five gate metrics and, on demand, a
 * batch with three, judged look by look as declared. Noise is that of a pair's log-ratio, in the sizes that
 * were measured; half of a generation's noise is shared by all metrics of the scenario.
 */
const journey = {
  throughputPerSecond: 900,
  cpuUsPerOpSystem: 36,
  cpuUsPerOpPostgres: 41,
  latencyMsP50: 4,
  latencyMsP95: 9,
}
type Metric = keyof typeof journey

/** No change is ever planted in it. */
const batch = { durationMs: 160, cpuUsPerOpSystem: 90, cpuUsPerOpPostgres: 300 }

/** Standard deviation of the log-ratio of two equal arms in one generation. */
const scatter: Readonly<Record<Metric | keyof typeof batch, number>> = {
  throughputPerSecond: 0.025,
  cpuUsPerOpSystem: 0.035,
  cpuUsPerOpPostgres: 0.035,
  latencyMsP50: 0.025,
  latencyMsP95: 0.05,
  durationMs: 0.025,
}

/** Unit noise of one metric over the generations of a run: mean zero, scale one. */
export type Noise = (generations: number, random: Random) => number[]

const series =
  (draw: (random: Random) => number): Noise =>
  (generations, random) =>
    Array.from({ length: generations }, () => draw(random))

/** Neighbouring generations are alike: AR(1) with a correlation of 0.7 and unit variance. */
export const autocorrelated: Noise = (generations, random) => {
  let value = normal(random)
  return Array.from({ length: generations }, () => {
    value = 0.7 * value + Math.sqrt(1 - 0.7 ** 2) * normal(random)
    return value
  })
}

/**
 * What favours a slot or a place in the order, over time, and hence either arm by the coin: the machine's
 * own drift and memory, not the arms'.
 */
const byCoin =
  (ofTheSlot: Noise): Noise =>
  (generations, random) =>
    ofTheSlot(generations, random).map((value) => (random() < 0.5 ? value : -value))

export const noises = {
  normal: series(normal),
  // Student's t of three degrees of freedom, scaled to unit variance.
  'heavy-tailed': series((random) => {
    const chi = normal(random) ** 2 + normal(random) ** 2 + normal(random) ** 2
    return normal(random) / Math.sqrt(chi)
  }),
  // One generation in twenty is hit by something of up to seven times the scatter.
  spiked: series((random) => normal(random) + (random() < 0.05 ? 14 * (random() - 0.5) : 0)),
  drifting: (generations, random) => {
    const drift = byCoin(() => Array.from({ length: generations }, (_, at) => (3 * at) / 24))
    const slot = drift(generations, random)
    return slot.map((value) => value + normal(random))
  },
  autocorrelated: byCoin(autocorrelated),
  // What favours a slot as much as the scatter, dealt in blocks of eight of which half fall to either arm.
  blocked: (generations, random) => {
    const slots: number[] = []
    while (slots.length < generations) slots.push(...shuffled([1, 1, 1, 1, -1, -1, -1, -1], random))
    return slots.slice(0, generations).map((slot) => slot + normal(random))
  },
} as const satisfies Readonly<Record<string, Noise>>

/** Fisher & Yates, by Durstenfeld, Communications of the ACM 7 (1964). */
function shuffled(values: number[], random: Random): number[] {
  for (let last = values.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1))
    ;[values[last], values[other]] = [values[other] as number, values[last] as number]
  }
  return values
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
  readonly judgement: Judgement
  /** Measured until the run was over. */
  readonly generations: number
  /** Gate metrics that regressed. */
  readonly regressed: readonly string[]
}

export function simulateRun(profile: ProfileName, truth: Truth, seed: number): SimulatedRun {
  const { looks } = policy.profiles[profile]
  const most = looks.at(-1)?.generations ?? 0
  const random = seededRandom(seed)
  const all = [recordingOf({ generations: simulateGenerations(journey, truth, most, random) })]
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
    const regressed = judgement.scenarios
      .flatMap(({ metrics }) => metrics)
      .filter(({ role, verdict }) => role === 'gate' && verdict.kind === 'regressed')
      .map(({ id }) => id)
    return { judgement, generations, regressed }
  }
  throw new Error(`profile ${profile} declares no look`)
}
