import type { CounterResult, ScenarioResult } from '../result/document.ts'
import { metricIds } from '../result/metric-id.ts'
import {
  calmLoad,
  counterOf,
  generationsOf,
  measured,
  type MetricPlan,
  metricOf,
  withTotals,
} from './fixture-builders.ts'
import { equivalent, paymentsMetrics, planOf } from './fixture-metrics.ts'

/**
 * The three scenarios of the example runs, each with a way to plant what makes a run interesting.
 */
export type PaymentsPlant = {
  readonly systemCpu?: Partial<MetricPlan>
  readonly p95?: Partial<MetricPlan>
  readonly throughput?: Partial<MetricPlan>
  readonly counters?: readonly CounterResult[]
  readonly generations?: number
  readonly seed?: number
}

const usualGenerations = 16

export const insertPayments =
  'INSERT INTO payments (id, tenant_id, idempotency_key, debtor_account, creditor_account, amount_minor, currency, status) SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::text[], $8::text[]) ON CONFLICT DO NOTHING RETURNING id'
export const selectBalances =
  'SELECT account_id, balance_minor, daily_limit_minor FROM accounts WHERE tenant_id = $1 AND account_id = ANY($2::text[]) ORDER BY account_id FOR UPDATE'

export const updateBalances =
  'UPDATE accounts SET balance_minor = balance_minor + change.delta_minor FROM unnest($1::text[], $2::bigint[]) AS change(account_id, delta_minor) WHERE accounts.account_id = change.account_id'

/** The planted changes laid over the calm metrics. */
function planted(plant: PaymentsPlant): MetricPlan[] {
  const changes: Readonly<Record<string, Partial<MetricPlan> | undefined>> = {
    cpuUsPerOpSystem: plant.systemCpu,
    throughputPerSecond: plant.throughput,
    latencyMsP95: plant.p95,
  }
  return paymentsMetrics.map((plan) => ({ ...plan, ...changes[plan.id] }))
}

const same = (id: string, value: number, rest: Partial<CounterResult> = {}) =>
  counterOf(id, { base: value, head: value }, rest)

const calmCounters: readonly CounterResult[] = [
  same(`sql.calls/${insertPayments}`, 1),
  same(`sql.rows/${insertPayments}`, 1),
  same(`sql.calls/${selectBalances}`, 1),
  same(`sql.rows/${selectBalances}`, 2),
  same(`sql.blocks/${selectBalances}`, 8),
  same('redis.commands/hincrby', 4),
  same('redis.commands/evalsha', 1),
  same('kafka.messages/payments.settled', 1),
  same('wal.records/all statements', 14),
  counterOf(
    'wal.bytes/all statements',
    { base: 2148.5, head: 2151.2 },
    {
      unit: 'bytes',
      exact: false,
      role: 'inform',
      verdict: { kind: 'inconclusive', detectableEffect: null },
    },
  ),
]

const kept = [
  ['payments.money-conserved', 'per currency, balances minus openings sum to zero'],
  ['payments.postings-balanced', 'every payment has two postings that sum to zero'],
  ['payments.acknowledged-durable', 'every acknowledged payment is in the database exactly once'],
  ['outbox.drained', 'every outbox row is published'],
] as const

const invariants = (count: number = kept.length) =>
  kept
    .slice(0, count)
    .flatMap(([id, title]) =>
      (['base', 'head'] as const).map((arm) => ({ id, title, arm, violations: 0, sample: [] })),
    )

export function payments(plant: PaymentsPlant = {}): ScenarioResult {
  const plans = planted(plant)
  const generations = generationsOf(plans, plant.generations ?? usualGenerations, plant.seed ?? 7)
  return measured('payments', 'journey', 'Pay, read back, list; 5 % replayed keys', {
    metrics: plans.map((plan) => metricOf(plan, generations)),
    counters: withTotals([...(plant.counters ?? []), ...calmCounters]),
    invariants: invariants(),
    generations,
    load: {
      base: calmLoad(3000),
      head: { ...calmLoad(3000), generatorCpuCores: 0.33, longestQueue: 9 },
    },
  })
}

export type ReconciliationPlant = {
  readonly postgresCpu?: Partial<MetricPlan>
  readonly generations?: number
}

export function reconciliation(plant: ReconciliationPlant = {}): ScenarioResult {
  const plans: MetricPlan[] = [
    planOf(metricIds.duration, { level: 148, noise: 0.028, verdict: equivalent(0.022) }),
    planOf(metricIds.cpuSystem, { level: 18_400, noise: 0.03, verdict: equivalent(0.025) }),
    planOf(metricIds.cpuPostgres, {
      level: 61_200,
      noise: 0.026,
      verdict: equivalent(0.018),
      ...plant.postgresCpu,
    }),
  ]
  const generations = generationsOf(plans, plant.generations ?? usualGenerations, 11)
  return measured(
    'reconciliation',
    'batch',
    '1,000 invoices in one deposit, awaited to durable completion',
    {
      metrics: plans.map((plan) => metricOf(plan, generations)),
      counters: withTotals([
        same(
          'sql.calls/UPDATE invoices SET status = $1, settled_at = now() WHERE id = ANY($2::uuid[]) AND status = $3',
          2,
        ),
        same(
          'sql.rows/UPDATE invoices SET status = $1, settled_at = now() WHERE id = ANY($2::uuid[]) AND status = $3',
          1000,
        ),
        same('kafka.messages/reconciliation.completed', 1),
      ]),
      invariants: invariants(2),
      generations,
    },
  )
}

/** A control never gates. */
export function control(count = usualGenerations): ScenarioResult {
  const plans: MetricPlan[] = [
    planOf(metricIds.latencyP50, {
      role: 'inform',
      level: 0.31,
      noise: 0.021,
      verdict: equivalent(0.016),
      stored: null,
    }),
    planOf(metricIds.spin, {
      level: 50.4,
      noise: 0.009,
      verdict: equivalent(0.007),
      stored: null,
    }),
  ]
  const generations = generationsOf(plans, count, 13)
  return measured(
    'control',
    'control',
    'Negative controls: what no change of the system can move',
    {
      metrics: plans.map((plan) => metricOf(plan, generations)),
      generations,
      load: { base: calmLoad(500), head: calmLoad(500) },
    },
  )
}

/** The baseline knows the metric, this run has no figure for it. */
export function withoutP95(scenario: ScenarioResult): ScenarioResult {
  const metrics = scenario.metrics.map((metric) =>
    metric.id === 'latencyMsP95'
      ? { ...metric, base: null, head: null, change: null, verdict: { kind: 'missing' as const } }
      : metric,
  )
  return { ...scenario, metrics }
}
