import type {
  CounterResult,
  Generation,
  MetricResult,
  ScenarioResult,
  StoredComparison,
  Summary,
  Verdict,
} from '../result/document.ts'
import type { LoadSummary } from '../result/circumstances.ts'
import { studentUpperQuantile } from '../stats/student.ts'
import { policy } from '../verdict/policy.ts'

/**
 * Builders for the example runs in `fixtures.ts`: one metric's whole story (generations, summaries,
 * ratio, interval) from a level, a noise and a planted change, by a seeded generator of its own.
 */
export const storedCommit = '5be1c0d9a7f34e2286b1c4d05e9f7a3b2c1d0e9f'

export type MetricPlan = {
  readonly id: string
  readonly title: string
  readonly unit: string
  readonly better: 'lower' | 'higher'
  readonly role: 'gate' | 'inform'
  readonly level: number
  /** Standard deviation of one generation's paired log-ratio. */
  readonly noise: number
  readonly smallestEffect: number
  readonly margin: number
  /** Head / base as planted; 1 when left out. */
  readonly planted?: number
  readonly verdict: Verdict
  /** Left out: the baseline knows it and agrees. */
  readonly stored?: StoredComparison | null
}

/** A seeded stream of roughly normal numbers (sum of twelve uniforms, Park-Miller generator). */
function normals(seed: number): () => number {
  let state = (seed % 2147483646) + 1
  const uniform = () => {
    state = (state * 48271) % 2147483647
    return state / 2147483647
  }
  return () => Array.from({ length: 12 }, uniform).reduce((sum, value) => sum + value, -6)
}

const middle = (values: readonly number[], share: number) =>
  [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) * share)] ?? 0
const rounded = (value: number) => Number(value.toPrecision(6))

function summaryOf(values: readonly number[]): Summary {
  const spread = middle(values, 0.75) - middle(values, 0.25)
  return { median: rounded(middle(values, 0.5)), spread: rounded(spread), n: values.length }
}

export function generationsOf(
  plans: readonly MetricPlan[],
  count: number,
  seed: number,
): Generation[] {
  const next = normals(seed)
  return Array.from({ length: count }, (_, index) => {
    const swapped = index % 3 === 1
    const generation: Generation = {
      index,
      order: swapped ? 'BAAB' : 'ABBA',
      slots: swapped ? { base: 1, head: 0 } : { base: 0, head: 1 },
      base: {},
      head: {},
      dropped: null,
    }
    for (const plan of plans) {
      const drift = next() * plan.noise * 2
      const pair = next() * plan.noise
      generation.base[plan.id] = rounded(plan.level * Math.exp(drift))
      generation.head[plan.id] = rounded(plan.level * (plan.planted ?? 1) * Math.exp(drift + pair))
    }
    return generation
  })
}

export function metricOf(plan: MetricPlan, generations: readonly Generation[]): MetricResult {
  const kept = generations.filter((generation) => generation.dropped === null)
  const base = kept.map((generation) => generation.base[plan.id] ?? 0)
  const head = kept.map((generation) => generation.head[plan.id] ?? 0)
  const logs = kept.map((_, index) => Math.log((head[index] ?? 1) / (base[index] ?? 1)))
  const centre = logs.reduce((sum, value) => sum + value, 0) / logs.length
  const tail = (1 - policy.confidence) / 2
  const reach = studentUpperQuantile(tail, Math.max(1, logs.length - 1))
  const half = (reach * plan.noise) / Math.sqrt(logs.length)
  return {
    id: plan.id,
    title: plan.title,
    unit: plan.unit,
    better: plan.better,
    role: plan.role,
    smallestEffect: plan.smallestEffect,
    margin: plan.margin,
    base: summaryOf(base),
    head: summaryOf(head),
    change: {
      ratio: rounded(Math.exp(centre)),
      low: rounded(Math.exp(centre - half)),
      high: rounded(Math.exp(centre + half)),
      confidence: policy.confidence,
    },
    stored: plan.stored === undefined ? agreeing(plan.level, summaryOf(head).median) : plan.stored,
    verdict: consistent(plan, centre, half),
  }
}

/** The planned verdict with the figures that the generated numbers give it. */
function consistent(plan: MetricPlan, centre: number, half: number): Verdict {
  const sign = plan.better === 'lower' ? 1 : -1
  const { verdict } = plan
  if (verdict.kind === 'regressed' || verdict.kind === 'improved') {
    return { ...verdict, effect: rounded(sign * (Math.exp(centre) - 1)) }
  }
  if (verdict.kind !== 'equivalent') return verdict
  return { ...verdict, upperBound: rounded(sign * (Math.exp(centre + sign * half) - 1)) }
}

function agreeing(median: number, head: number): StoredComparison {
  const change = rounded(head / median - 1)
  const status = Math.abs(change) < 0.05 ? 'within-spread' : 'outside-spread'
  return {
    median,
    spread: median * 0.04,
    n: 12,
    commit: storedCommit,
    ageDays: 6.4,
    change,
    status,
  }
}

export function counterOf(
  id: string,
  values: { base: number | null; head: number | null },
  rest: Partial<CounterResult> = {},
): CounterResult {
  const [group = id, ...name] = id.split('/')
  const text = name.join('/')
  const change =
    (values.head ?? 0) / (values.base === null || values.base === 0 ? 1 : values.base) - 1
  return {
    id,
    group,
    title: text.slice(0, 60),
    unit: group.split('.')[1] ?? 'count',
    detail: group.startsWith('sql') ? text : null,
    exact: true,
    base: values.base,
    head: values.head,
    stored: null,
    role: name.at(-1) === 'total' ? 'gate' : 'inform',
    verdict:
      values.base === values.head
        ? { kind: 'equivalent', upperBound: 0 }
        : {
            kind: change > 0 || values.base === null ? 'regressed' : 'improved',
            effect: change,
            pValue: null,
          },
    ...rest,
  }
}

/** The totals that the judge puts before the counters of a group; only they gate. */
export function withTotals(counters: readonly CounterResult[]): CounterResult[] {
  const totals = ['sql.calls', 'sql.rows', 'redis.commands', 'kafka.messages'].flatMap((group) => {
    const members = counters.filter((counter) => counter.group === group)
    if (members.length === 0) return []
    const sum = (arm: 'base' | 'head') =>
      members.reduce((so, counter) => so + (counter[arm] ?? 0), 0)
    const values = { base: sum('base'), head: sum('head') }
    return [counterOf(`${group}/total`, values, { detail: null })]
  })
  return [...totals, ...counters]
}

export const calmLoad = (perSecond: number): LoadSummary => ({
  offeredPerSecond: perSecond,
  achievedPerSecond: perSecond * 0.9994,
  failures: {},
  generatorCpuCores: 0.31,
  dispatchLagMsP99: 0.42,
  eventLoopDelayMsP99: 1.18,
  longestQueue: 6,
})

export function measured(
  name: string,
  kind: ScenarioResult['kind'],
  title: string,
  parts: Partial<ScenarioResult>,
): ScenarioResult {
  return {
    name,
    title,
    kind,
    status: { kind: 'measured' },
    metrics: [],
    counters: [],
    invariants: [],
    generations: [],
    load: null,
    ...parts,
  }
}
