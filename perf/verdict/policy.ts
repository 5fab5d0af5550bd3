import { own } from './own.ts'

/**
 * Everything that a verdict depends on and that is a choice: which metric decides, how much of a change
 * matters, how often the judge may cry wolf. A change of policy is a change of this file and of its version.
 */
export interface MetricPolicy {
  readonly id: string
  readonly title: string
  readonly unit: string
  readonly better: 'lower' | 'higher'
  readonly role: 'gate' | 'inform'
  /** Relative: below it a change is not called a regression, however certain. */
  readonly smallestEffect: number
  /** Relative: `equivalent` needs the interval's worse end below it. */
  readonly margin: number
}

export interface Policy {
  readonly version: string
  readonly metrics: readonly MetricPolicy[]
  readonly profiles: Readonly<Record<ProfileName, ProfilePolicy>>
  /**
   * Of the intervals shown, two-sided, and over all declared looks together; `equivalent` reads their worse
   * end. A metric whose true effect is its margin or more is therefore called equivalent in at most 2.5 %
   * of runs, early or late.
   */
  readonly confidence: number
  /** Nominal power of the detectable effect; simulated, it is 0.85 in `quick`, 0.93 in `pr` and 0.97 in `thorough`. */
  readonly detectablePower: number
  readonly controls: readonly NegativeControl[]
  /** Share of requests that may fail: above it head has failed, and a run whose base does is invalid. */
  readonly errorRateLimit: number
  /** Of the load that an objective is stated for, what must be reached to put it to the test. */
  readonly objectiveLoadShare: number
  /** Above it no timing of the run is believed, decided or open. */
  readonly stealPercentLimit: number
  /** By group, the part of a counter's id before its slash; any other group is `exact`. */
  readonly counters: Readonly<Record<string, CounterPolicy>>
  /** How far a counter that is not exact must move beyond what equal arms have shown. */
  readonly tolerance: {
    /** Of equal arms, on record; fewer have not shown how far apart they can be. */
    readonly neededComparisons: number
    /** Times the largest difference on record. */
    readonly reserve: number
    /** One-sided level of a difference of means of repetitions, where there is no record. */
    readonly alpha: number
    /** Smallest effect of a group that is exact by policy and was not exact in a run. */
    readonly smallestEffect: number
  }
}

export type ProfileName = 'quick' | 'pr' | 'thorough'

/**
 * When the judge may look, declared before the run. Each look spends its own part of the run's false-alarm
 * rate, so that all of them together keep it, however the run is stopped (Bonferroni over looks).
 */
export interface ProfilePolicy {
  readonly looks: readonly Look[]
  /** A later look is left out when the run would take longer; its share of the error rate is then not spent. */
  readonly budgetMinutes?: number
}

export interface Look {
  /** Begun up to this look, lost ones included. */
  readonly generations: number
  /** Family-wise, over all gate metrics of all scenarios of the run. */
  readonly alpha: number
}

export interface NegativeControl {
  readonly metric: string
  /** Relative shift between equal arms that the machine may show. */
  readonly band: number
}

/**
 * `exact`: identical passes gate, and more work by more than `smallestEffect` is a regression. `tolerated`:
 * never gates by equality; gates beyond `smallestEffect` and a tolerance on record, without one it informs.
 */
export type CounterPolicy =
  | {
      readonly kind: 'exact'
      readonly smallestEffect: number
      /** Its total is of all members: no clock makes any of it, so that what scatters is work, too. */
      readonly total?: 'all'
    }
  | { readonly kind: 'tolerated'; readonly smallestEffect: number }
  | { readonly kind: 'inform' }

const [half, one, two, three, five, ten, fifteen] = [0.005, 0.01, 0.02, 0.03, 0.05, 0.1, 0.15]

/**
 * Family-wise 1 % per run, spent as declared. Eight pairs have 256 arrangements of signs, so the smallest
 * possible one-sided p is 1/256 = 0.39 %: within the 0.4 % of the first look of `pr`, and only for a change
 * that leads every other arrangement of every metric, which is one of about three times the noise or more.
 * That look is for landslides and for calm; what is small is for the later ones. `quick` has a single look and
 * spends all of its 1 % there: two arrangements may reach the observed statistic. Bonferroni's 1 %/8 over the
 * metrics could never be reached with eight pairs; max-T needs no such division. What keeps small noise out
 * is the second demand, an estimate of at least `smallestEffect`. `rates.simulation.test.ts` measures it all.
 */
const profiles: Policy['profiles'] = {
  quick: { looks: [{ generations: 8, alpha: 0.01 }] },
  pr: {
    budgetMinutes: 10,
    looks: [
      { generations: 8, alpha: 0.004 },
      { generations: 16, alpha: 0.003 },
      { generations: 24, alpha: 0.003 },
    ],
  },
  thorough: { looks: [{ generations: 24, alpha: 0.01 }] },
}

export const policy: Policy = {
  version: '4',
  metrics: [
    metric('throughputPerSecond', 'Throughput', '1/s', 'gate', three, five, 'higher'),
    metric('cpuUsPerOpSystem', 'CPU per operation, system', 'us', 'gate', three, five),
    metric('cpuUsPerOpPostgres', 'CPU per operation, Postgres', 'us', 'gate', three, five),
    metric('latencyMsP50', 'Latency p50', 'ms', 'gate', three, five),
    metric('latencyMsP95', 'Latency p95', 'ms', 'gate', five, fifteen),
    metric('durationMs', 'Duration', 'ms', 'gate', three, five),
    metric('latencyMsP95Overall', 'Latency p95, overall', 'ms', 'inform', ten, fifteen),
    metric('latencyMsP99', 'Latency p99', 'ms', 'inform', ten, fifteen),
    metric('rssBytesPeak', 'Peak memory, system', 'bytes', 'inform', five, ten),
    // Larger batches are neither better nor worse; they explain a shift of cost.
    metric('batchSizeMean', 'Mean batch size', 'payments', 'inform', ten, fifteen, 'higher'),
    metric('cpuUsPerOp', 'CPU per operation', 'us', 'inform', three, five),
    metric('spinMs', 'Spin loop', 'ms', 'inform', three, five),
  ],
  profiles,
  confidence: 0.95,
  detectablePower: 0.95,
  controls: [
    { metric: 'latencyMsP50', band: ten },
    { metric: 'cpuUsPerOp', band: ten },
    { metric: 'spinMs', band: five },
  ],
  errorRateLimit: 0.001,
  objectiveLoadShare: 0.95,
  stealPercentLimit: 10,
  counters: {
    // Equal arms count the same to the token; a loop of eight turns more in a payment is 0.8 %. Below half a
    // per cent lies what any new line does, which informs.
    execution: { kind: 'exact', smallestEffect: half },
    // Identifiers and times of other lengths; a total of the exact ones alone would see nothing of them.
    'http.response-bytes': { kind: 'exact', smallestEffect: 0, total: 'all' },
    // By the middle pair of intervals equal arms differ by some hundredths of a per cent; 1 % must show.
    'instructions.system': { kind: 'tolerated', smallestEffect: half },
    'instructions.postgres': { kind: 'tolerated', smallestEffect: half },
    // Depend on the layout that earlier work left, on hint bits and on checkpoints.
    'sql.blocks': { kind: 'tolerated', smallestEffect: five },
    'wal.records': { kind: 'tolerated', smallestEffect: two },
    'wal.bytes': { kind: 'tolerated', smallestEffect: three },
    // Depend on how the kernel and the runtime happen to cut the work up.
    'io.reads': { kind: 'tolerated', smallestEffect: five },
    'io.writes': { kind: 'tolerated', smallestEffect: five },
    // A batch has a head of its own, and how many share one is chance.
    'kafka.bytes': { kind: 'tolerated', smallestEffect: two },
    'memory.allocated': { kind: 'tolerated', smallestEffect: three },
    cpu: { kind: 'inform' },
  },
  tolerance: { neededComparisons: 20, reserve: 2, alpha: 0.001, smallestEffect: one },
}

/** Whether a group's total is of all its members, or of those alone that the work caused for certain. */
export function isTotalOfAll(group: string): boolean {
  const known = counterPolicy(group)
  return known.kind === 'tolerated' || (known.kind === 'exact' && known.total === 'all')
}

export function counterPolicy(group: string): CounterPolicy {
  return own(policy.counters, group) ?? { kind: 'exact', smallestEffect: 0 }
}

/** An id that the policy does not know informs; it never gates. */
export function metricPolicy(
  id: string,
  described?: {
    readonly title: string
    readonly unit: string
    readonly better: 'lower' | 'higher'
  },
): MetricPolicy {
  const known = policy.metrics.find((candidate) => candidate.id === id)
  if (known !== undefined) return known
  const { title, unit, better } = described ?? { title: id, unit: '', better: 'lower' }
  return metric(id, title, unit, 'inform', five, ten, better)
}

function metric(
  id: string,
  title: string,
  unit: string,
  role: 'gate' | 'inform',
  smallestEffect: number,
  margin: number,
  better: 'lower' | 'higher' = 'lower',
): MetricPolicy {
  return { id, title, unit, better, role, smallestEffect, margin }
}
