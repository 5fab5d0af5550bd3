import { metricIds } from '../result/metric-id.ts'
import { own } from './own.ts'
import type { CounterPolicy, MetricPolicy, Policy, ScenarioKind } from './policy-shape.ts'

export type { CounterPolicy, MetricPolicy, ProfileName } from './policy-shape.ts'

/**
 * Family-wise 1 % per run, spent as declared. Eight pairs have 256 arrangements of signs, so the
 * smallest possible one-sided p is 1/256 = 0.39 %: within the 0.4 % of the first look of `pr`, and
 * only for a change that leads every other arrangement of every metric. That look is for landslides
 * and for calm; what is small is for the later ones. `quick` has a single look and spends all of
 * its 1 % there: two arrangements may reach the observed statistic. Bonferroni's 1 %/8 over the
 * metrics could never be reached with eight pairs; max-T needs no such division. What keeps small
 * noise out is the second demand, an estimate of at least `smallestEffect`. The rates that come of
 * it are in `rates.simulation.test.ts`.
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

/** What most metrics are asked about: a change of this size is worth a look. */
const small = { smallestEffect: percent(3), margin: percent(5) }
const gate = { ...small, role: 'gate' } as const

/**
 * Everything that a verdict depends on and that is a choice: which metric decides, how much of a
 * change matters, how often the judge may cry wolf. A change of policy is a change of this file and
 * of its version. What has to be decided before there is a recording, and cannot be decided
 * otherwise of one, stands where it is measured: when the load generator is the limit
 * (`load/saturation.ts`, `measuring/kinds/load-totals.ts`), what a clock may add to a count
 * (`execution/chance.ts`), how many pairs may be lost (`measuring/generation/losses.ts`).
 */
export const policy: Policy = {
  version: '4',
  metrics: [
    metric(metricIds.throughput, 'Throughput', '1/s', {
      ...gate,
      better: 'higher',
      expectedOf: ['journey'],
    }),
    metric(metricIds.cpuSystem, 'CPU per operation, system', 'us', {
      ...gate,
      expectedOf: ['journey', 'batch'],
    }),
    metric(metricIds.cpuPostgres, 'CPU per operation, Postgres', 'us', {
      ...gate,
      expectedOf: ['journey', 'batch'],
    }),
    metric(metricIds.latencyP50, 'Latency p50', 'ms', { ...gate, expectedOf: ['journey'] }),
    metric(metricIds.latencyP95, 'Latency p95', 'ms', {
      ...gate,
      smallestEffect: percent(5),
      margin: percent(15),
      expectedOf: ['journey'],
    }),
    metric(metricIds.duration, 'Duration', 'ms', { ...gate, expectedOf: ['batch'] }),
    metric(metricIds.latencyP95Overall, 'Latency p95, overall', 'ms', {
      smallestEffect: percent(10),
      margin: percent(15),
    }),
    metric(metricIds.latencyP99, 'Latency p99', 'ms', {
      smallestEffect: percent(10),
      margin: percent(15),
    }),
    metric(metricIds.rssPeak, 'Peak memory, system', 'bytes', {
      smallestEffect: percent(5),
      margin: percent(10),
    }),
    // Larger batches are neither better nor worse; they explain a shift of cost.
    metric(metricIds.batchSize, 'Mean batch size', 'payments', {
      smallestEffect: percent(10),
      margin: percent(15),
      better: 'higher',
    }),
    metric(metricIds.cpuControl, 'CPU per operation', 'us', small),
    metric(metricIds.spin, 'Spin loop', 'ms', small),
  ],
  profiles,
  confidence: 0.95,
  detectablePower: 0.95,
  controls: [
    { metric: metricIds.latencyP50, band: percent(10) },
    { metric: metricIds.cpuControl, band: percent(10) },
    { metric: metricIds.spin, band: percent(5) },
  ],
  errorRateLimit: 0.001,
  objectiveLoadShare: 0.95,
  stealPercentLimit: 10,
  counters: {
    // Equal arms count the same to the token; a loop of eight turns more in a payment is 0.8 %.
    // Below half a per cent lies what any new line does, which informs.
    execution: { kind: 'exact', smallestEffect: percent(0.5) },
    // Identifiers and times of other lengths; a total of the exact ones alone would see nothing of
    // them.
    'http.response-bytes': { kind: 'exact', smallestEffect: 0, total: 'all' },
    // By the middle pair of intervals equal arms differ by some hundredths of a per cent; 1 % must
    // show.
    'instructions.system': { kind: 'tolerated', smallestEffect: percent(0.5) },
    'instructions.postgres': { kind: 'tolerated', smallestEffect: percent(0.5) },
    // Depend on the layout that earlier work left, on hint bits and on checkpoints.
    'sql.blocks': { kind: 'tolerated', smallestEffect: percent(5) },
    'wal.records': { kind: 'tolerated', smallestEffect: percent(2) },
    'wal.bytes': { kind: 'tolerated', smallestEffect: percent(3) },
    // Depend on how the kernel and the runtime happen to cut the work up.
    'io.reads': { kind: 'tolerated', smallestEffect: percent(5) },
    'io.writes': { kind: 'tolerated', smallestEffect: percent(5) },
    // A batch has a head of its own, and how many share one is chance.
    'kafka.bytes': { kind: 'tolerated', smallestEffect: percent(2) },
    'memory.allocated': { kind: 'tolerated', smallestEffect: percent(3) },
    cpu: { kind: 'inform' },
  },
  tolerance: {
    neededComparisons: 20,
    reserve: 2,
    alpha: 0.001,
    smallestEffect: percent(1),
    // Runs of one commit were up to 0.1 % apart in payments and up to 1 % in reconciliation
    // (`npm run perf -- --generations 1 --instructions`, three times), further than the arms of one
    // run.
    betweenRuns: percent(1),
  },
}

/**
 * Whether a group's total is of all its members, or of those alone that the work caused for
 * certain.
 */
export function isTotalOfAll(group: string): boolean {
  const known = counterPolicy(group)
  return known.kind === 'tolerated' || (known.kind === 'exact' && known.total === 'all')
}

export function counterPolicy(group: string): CounterPolicy {
  return own<CounterPolicy>(policy.counters, group) ?? { kind: 'exact', smallestEffect: 0 }
}

/** Ids of the gate metrics that a scenario of this kind has to report. */
export function expectedGates(kind: ScenarioKind): string[] {
  return policy.metrics
    .filter(({ role, expectedOf }) => role === 'gate' && expectedOf.includes(kind))
    .map(({ id }) => id)
}

/** An id that the policy does not know informs; it never gates. */
export function metricPolicy(
  id: string,
  described?: Pick<MetricPolicy, 'title' | 'unit' | 'better'>,
): MetricPolicy {
  const known = policy.metrics.find((candidate) => candidate.id === id)
  if (known !== undefined) return known
  const { title, unit, better } = described ?? { title: id, unit: '', better: 'lower' }
  return metric(id, title, unit, { smallestEffect: percent(5), margin: percent(10), better })
}

/** Unless `rules` say otherwise it informs, and less is better. */
function metric(
  id: string,
  title: string,
  unit: string,
  rules: Pick<MetricPolicy, 'smallestEffect' | 'margin'> & Partial<MetricPolicy>,
): MetricPolicy {
  return { id, title, unit, better: 'lower', role: 'inform', expectedOf: [], ...rules }
}

function percent(points: number): number {
  return points / 100
}
