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
  /** Of the intervals shown, two-sided; `equivalent` reads their worse end. */
  readonly confidence: number
  /** Nominal power of the detectable effect; simulated, it is 0.8 with 8 generations and 0.9 with 16. */
  readonly detectablePower: number
  readonly controls: readonly NegativeControl[]
  readonly errorRateLimit: number
  readonly stealPercentLimit: number
  /** Groups whose counters inform however exact they look; all others gate when exact. */
  readonly informingCounterGroups: readonly string[]
}

export type ProfileName = 'quick' | 'pr' | 'thorough'

export interface ProfilePolicy {
  /** Family-wise, over all gate metrics of all scenarios of the run. */
  readonly alpha: number
  /** Fewer valid pairs than this cannot reach `alpha`: inconclusive, and the run has not measured. */
  readonly neededPairs: number
}

export interface NegativeControl {
  readonly metric: string
  /** Relative shift between equal arms that the machine may show. */
  readonly band: number
}

const [three, five, ten, fifteen] = [0.03, 0.05, 0.1, 0.15]

/**
 * Why 1 % with 8 generations, too. Eight pairs have 256 arrangements of signs, so the smallest possible
 * one-sided p is 1/256 = 0.4 %. At 1 % two arrangements may reach the observed statistic; at Bonferroni's
 * 1 %/8 none could and the gate would never close. Max-T needs no such division: a slowdown of 5-10x
 * leads every other arrangement of every metric by far and gets its 1/256. What keeps small noise out at
 * this level is the second demand, an estimate of at least `smallestEffect`. Seven pairs still do
 * (1/128 = 0.8 %), six do not (1.6 %): one generation may be lost, not two.
 * `judge.simulation.test.ts` measures both rates.
 */
const profile: ProfilePolicy = { alpha: 0.01, neededPairs: 7 }

export const policy: Policy = {
  version: '1',
  metrics: [
    metric('throughputPerSecond', 'Throughput', '1/s', 'gate', three, five, 'higher'),
    metric('cpuUsPerOpSystem', 'CPU per operation, system', 'us', 'gate', three, five),
    metric('cpuUsPerOpPostgres', 'CPU per operation, Postgres', 'us', 'gate', three, five),
    metric('latencyMsP50', 'Latency p50', 'ms', 'gate', three, five),
    metric('latencyMsP95', 'Latency p95', 'ms', 'gate', five, fifteen),
    metric('durationMs', 'Duration', 'ms', 'gate', three, five),
    metric('latencyMsP99', 'Latency p99', 'ms', 'inform', ten, fifteen),
    metric('rssBytesPeak', 'Peak memory, system', 'bytes', 'inform', five, ten),
    // Larger batches are neither better nor worse; they explain a shift of cost.
    metric('batchSizeMean', 'Mean batch size', 'payments', 'inform', ten, fifteen, 'higher'),
    metric('cpuUsPerOp', 'CPU per operation', 'us', 'inform', three, five),
    metric('spinMs', 'Spin loop', 'ms', 'inform', three, five),
  ],
  profiles: { quick: profile, pr: profile, thorough: profile },
  confidence: 0.95,
  detectablePower: 0.95,
  controls: [
    { metric: 'latencyMsP50', band: ten },
    { metric: 'cpuUsPerOp', band: ten },
    { metric: 'spinMs', band: five },
  ],
  errorRateLimit: 0.001,
  stealPercentLimit: 10,
  informingCounterGroups: [
    // Depend on the layout that earlier work left, on hint bits and on checkpoints.
    'sql.blocks',
    'wal.records',
    'wal.bytes',
    // Depend on how the kernel and the runtime happen to cut the work up.
    'io.reads',
    'io.writes',
    'memory.allocated',
    'cpu',
  ],
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
