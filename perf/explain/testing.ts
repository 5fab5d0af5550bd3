import type { CounterResult, MetricResult } from '../result/document.ts'
import type {
  ChangedLines,
  CodePlace,
  CpuProfiles,
  ScenarioEvidence,
  StatementCost,
  Waits,
} from '../result/evidence.ts'
import type { Explained } from './evidence-view.ts'
import { explain } from './explain.ts'

/**
 * Evidence of a payments journey as real runs gave it, on which a test plants one change. Times are
 * microseconds per operation; both arms of what is not planted differ by some noise.
 */
export const place = (name: string, file: string, line: number, lastLine?: number): CodePlace => ({
  function: name,
  file,
  line,
  ...(lastLine === undefined ? {} : { lastLine }),
})

export const pay = place('pay', 'system/modules/payments/service.ts', 50, 74)
export const settle = place('settle', 'system/modules/payments/settlement.ts', 64, 90)
export const findPage = place('findPage', 'system/modules/payments/store.ts', 114, 119)
export const fromRow = place('fromRow', 'system/modules/payments/payment-row.ts', 17, 30)
export const send = place('send', 'system/platform/kafka/publisher.ts', 46, 60)
export const handle = place('handle', 'system/modules/payments/projection.ts', 66, 95)
export const route = place('(anonymous)', 'system/modules/payments/routes.ts', 40, 46)
export const pgQuery = place('query', 'node_modules/pg/lib/client.js', 500)
export const kafkaProduce = place(
  'produce',
  'node_modules/@platformatic/kafka/dist/producer.js',
  90,
)
export const redisExec = place('exec', 'node_modules/ioredis/built/Pipeline.js', 120)
export const writev = place('writev', '', 0)
const onRequest = place('onRequest', 'node_modules/fastify/lib/route.js', 300)
const collector = place('(garbage collector)', '', 0)

export type Stack = readonly [frames: readonly CodePlace[], baseUs: number, headUs: number]

const usualStacks: readonly Stack[] = [
  [[onRequest, route, pay], 8, 8.3],
  [[settle, pgQuery], 40, 42],
  [[settle, pgQuery, writev], 30, 27],
  [[onRequest, findPage, pgQuery], 45, 44],
  [[findPage, fromRow], 25, 27],
  [[onRequest, writev], 90, 97],
  [[send, kafkaProduce], 30, 31],
  [[handle, redisExec], 20, 18],
  [[onRequest], 150, 156],
  [[collector], 75, 79],
]

export function profilesOf(planted: readonly Stack[]): CpuProfiles {
  const stacks = [...usualStacks, ...planted]
  const frames = [...new Set(stacks.flatMap(([places]) => places))]
  return {
    operations: { base: 4_000, head: 3_900 },
    samplingUs: 250,
    functions: [],
    flame: {
      frames,
      stacks: stacks.map(([places, baseUs, headUs]) => ({
        frames: places.map((one) => frames.indexOf(one)),
        baseUs,
        headUs,
      })),
    },
  }
}

export const statements = {
  batch:
    'with input as materialized ( select * from unnest($1::uuid[]) ), recorded as ( insert into payment (tenant, id) select tenant, id from input ), entered as ( insert into entry (payment_id) select id from input ) select 1',
  page: 'select payment.id, payment.tenant, debtor.number as debtor_account from ( select * from payment where tenant = $1 order by id desc limit $2 offset $3 ) payment join account debtor on debtor.id = payment.debtor_id order by payment.id desc',
  byId: 'select payment.id, payment.tenant from payment join account debtor on debtor.id = payment.debtor_id where payment.tenant = $1 and payment.id = $2',
} as const

export const use = (calls: number, us: number, rows = calls) => ({ calls, rows, us })

export const usualStatements: readonly StatementCost[] = [
  { statement: statements.batch, base: use(0.12, 120), head: use(0.125, 126) },
  { statement: statements.page, base: use(1, 310, 21), head: use(1, 330, 21) },
  { statement: statements.byId, base: use(1, 33), head: use(1, 31) },
]

export function waitsWith(changes: Partial<Waits> = {}): Waits {
  return {
    eventLoopDelayMsP50: 1.4,
    eventLoopDelayMsP99: 22,
    eventLoopDelayMsMax: 150,
    gcUsPerOp: 75,
    gcPauseMsMax: 13,
    postgres: [{ event: 'LWLock/BufferContent', statement: statements.batch, samples: 3 }],
    resources: [
      { name: 'machine CPU', utilisation: 0.97 },
      { name: 'event loop', utilisation: 0.9 },
      { name: 'database pool', utilisation: 0.6 },
    ],
    blocks: [{ place: fromRow, ms: 6 }],
    queues: [{ name: 'kafka_consumer_lag_messages', mean: 8 }],
    ...changes,
  }
}

export function counter(
  id: string,
  base: number | null,
  head: number | null,
  rest: Partial<CounterResult> = {},
): CounterResult {
  const [was, is] = [base ?? 0, head ?? 0]
  const [group = ''] = id.split('/')
  return {
    id,
    group,
    title: id,
    unit: group.split('.')[1] ?? '',
    detail: null,
    exact: true,
    base,
    head,
    stored: null,
    role: 'inform',
    verdict:
      is > was
        ? { kind: 'regressed', effect: was === 0 ? 1 : is / was - 1, pValue: null }
        : { kind: 'equivalent', upperBound: 0 },
    ...rest,
  }
}

/** Calls of a statement in the serial pass. */
export const calls = (statement: string, base: number | null, head: number | null) =>
  counter(`sql.calls/${statement.length}`, base, head, { detail: statement })

export function metric(id: string, regressed: boolean): MetricResult {
  const of = (median: number) => ({ median, spread: 1, n: 8 })
  return {
    id,
    title: id,
    unit: 'us',
    better: 'lower',
    role: 'gate',
    base: of(600),
    head: of(regressed ? 700 : 600),
    change: null,
    stored: null,
    verdict: regressed
      ? { kind: 'regressed', effect: 0.16, pValue: 0.004 }
      : { kind: 'equivalent', upperBound: 0.02 },
  }
}

export interface Planted {
  readonly stacks?: readonly Stack[]
  readonly counters?: readonly CounterResult[]
  readonly evidence?: Partial<ScenarioEvidence>
  readonly base?: Partial<Waits>
  readonly head?: Partial<Waits>
}

export function regressedWith(planted: Planted): Explained {
  const usual = [calls(statements.byId, 1, 1), counter('redis.commands/eval', 1, 1)]
  const counters = [...usual, ...(planted.counters ?? [])]
  return {
    metrics: [metric('cpuUsPerOpSystem', true)],
    counters: [...new Map(counters.map((one) => [one.id, one])).values()],
    evidence: {
      profiles: profilesOf(planted.stacks ?? []),
      statements: [...usualStatements],
      plans: [],
      schema: [],
      waits: { base: waitsWith(planted.base), head: waitsWith(planted.head) },
      ...planted.evidence,
    },
  }
}

/** The causes that are told of it, where these lines were changed. */
export const why = (planted: Planted, changedLines: ChangedLines) =>
  explain({ scenario: regressedWith(planted), changedLines })

export const changedIn = (file: string, first: number, last = first): ChangedLines => [
  { file, ranges: [{ first, last }] },
]

/** Lines of `pay`. */
export const service = changedIn(pay.file, 52, 55)
