import { describe, expect, test } from 'vitest'
import type { CounterResult } from '../result/document.ts'
import type { ChangedLines } from '../result/evidence.ts'
import { explain } from './explain.ts'
import {
  calls,
  changedIn,
  counter,
  findPage,
  metric,
  pay,
  place,
  type Planted,
  regressedWith,
  route,
} from './testing.ts'

const why = (planted: Planted, changedLines: ChangedLines) =>
  explain({ scenario: regressedWith(planted), changedLines })

const service = changedIn(pay.file, 52, 55)

describe('CPU', () => {
  test('a loop in a touched function is that function, with the function it calls most', () => {
    const now = place('now', '', 0)
    const causes = why({ stacks: [[[route, pay, now], 0, 31]] }, service)
    expect(causes).toHaveLength(1)
    expect(causes[0]).toMatchObject({ kind: 'function', place: pay, touched: true, weight: 0.052 })
    expect(causes[0]?.title).toBe(
      'pay (system/modules/payments/service.ts:50) takes 39.3 µs of CPU per operation, 8 µs before; most of it in now',
    )
  })

  test('work in a library is charged to the touched function that asked for it', () => {
    const stringify = place('stringify', 'node_modules/fast-json/index.js', 9)
    const [first] = why({ stacks: [[[route, pay, stringify], 0, 24]] }, service)
    expect(first).toMatchObject({ kind: 'function', place: pay, touched: true })
  })

  test('3 % in touched lines lead a larger growth elsewhere', () => {
    const stacks = [
      [[route, pay], 0, 18],
      [[findPage], 30, 52],
    ] as const
    const [first] = why({ stacks }, service)
    expect(first).toMatchObject({ place: pay, touched: true })
  })

  test('code that moved from one touched function to another costs nothing', () => {
    const [older, newer] = [place('old', pay.file, 53, 53), place('new', pay.file, 54, 54)]
    const stacks = [
      [[older], 60, 0],
      [[newer], 0, 60],
    ] as const
    expect(why({ stacks }, service)).toEqual([])
  })

  test('an execution count says what the touched function does more often', () => {
    const block = place('pay', pay.file, 54, 55)
    const execution = [
      { place: block, kind: 'block' as const, source: 'for (…)', base: 50, head: 2_500 },
    ]
    const [first] = why({ stacks: [[[route, pay], 0, 40]], evidence: { execution } }, service)
    expect(first?.title).toContain('the block at line 54 runs 2,500 times per operation, 50 before')
    expect(first?.detail).toBe('pay (system/modules/payments/service.ts:54) 50 -> 2,500: for (…)')
  })

  test('a function within the touched one is not taken for it', () => {
    const callback = place('pay > (anonymous)', pay.file, 54, 54)
    const execution = [
      {
        place: callback,
        kind: 'function' as const,
        source: 'rows.some(…)',
        base: null,
        head: 1_000,
      },
    ]
    const [first] = why({ stacks: [[[route, pay], 8, 40]], evidence: { execution } }, service)
    expect(first?.title).toContain('the function at line 54 in it runs 1,000 times per operation')
  })

  test('a loop too cheap to be sampled is named by its count alone', () => {
    const block = place('pay', pay.file, 54, 55)
    const execution = [
      { place: block, kind: 'block' as const, source: 'for (…)', base: null, head: 10 },
      { place: findPage, kind: 'function' as const, source: 'x', base: 1, head: 99 },
    ]
    const [first, ...rest] = why({ evidence: { execution } }, service)
    expect(first).toMatchObject({ kind: 'execution', place: block, touched: true, weight: null })
    expect(rest).toEqual([])
  })
})

test('where a reason was found no symptom leads, however loud', () => {
  const block = place('accepted', pay.file, 54, 55)
  const execution = [
    { place: block, kind: 'block' as const, source: 'for (…)', base: null, head: 10 },
  ]
  const lag = place('lag', 'system/platform/kafka/consumer.ts', 69)
  const head = { eventLoopDelayMsP99: 300, blocks: [{ place: lag, ms: 90 }] }
  const [first] = why({ evidence: { execution }, head }, service)
  expect(first).toMatchObject({ kind: 'execution', place: block })
})

describe('the event loop and memory', () => {
  test('a timer that keeps the event loop is named once, as that', () => {
    const compute = place('computeFor', 'system/platform/telemetry/self-test.ts', 9, 14)
    const causes = why(
      { stacks: [[[compute], 0, 20]], head: { blocks: [{ place: compute, ms: 30 }] } },
      changedIn(compute.file, 1, 14),
    )
    expect(causes.map(({ kind }) => kind)).toEqual(['event-loop'])
    expect(causes[0]).toMatchObject({ place: compute, touched: true, weight: 0.033 })
  })

  test('many short calls in a row are no block of the event loop', () => {
    const [first] = why(
      { stacks: [[[pay], 0, 300]], head: { blocks: [{ place: pay, ms: 24 }] } },
      service,
    )
    expect(first).toMatchObject({ kind: 'function', place: pay })
  })

  test('a leak is the function that allocates what is kept', () => {
    const planted = {
      evidence: { retained: [{ place: route, base: 40, head: 8_200 }] },
      stacks: [[[route], 0, 8]] as const,
      head: { gcUsPerOp: 140 },
    }
    const [first] = why(planted, changedIn(route.file, 42))
    expect(first).toMatchObject({ kind: 'garbage-collection', place: route, touched: true })
    expect(first?.title).toContain('allocates memory that is kept: 8.2 kB per operation')
  })

  test('memory that untouched code keeps is told only where the process grew', () => {
    const planted = { evidence: { retained: [{ place: route, base: 40, head: 8_200 }] } }
    expect(why(planted, service)).toEqual([])
    const scenario = regressedWith(planted)
    const grown = { ...scenario, metrics: [...scenario.metrics, metric('rssBytesPeak', true)] }
    const [first] = explain({ scenario: grown, changedLines: service })
    expect(first).toMatchObject({ kind: 'garbage-collection', place: route, touched: false })
  })

  test('more garbage is told with what is allocated', () => {
    const counters = judgedByTotal('memory.allocated', 90_000, 140_000)
    const [first] = why({ counters, head: { gcUsPerOp: 130 } }, service)
    expect(first).toMatchObject({ kind: 'garbage-collection', weight: 0.092 })
    expect(first?.title).toContain('140 kB are allocated per operation, 90 kB before')
  })

  test('system calls and bytes to Kafka are told by their total where no member is exact', () => {
    const calls = why({ counters: judgedByTotal('io.writes', 4, 9) }, service)
    expect(calls.map(({ title }) => title)).toEqual([
      'the process calls write 9 times per operation, 4 before',
    ])
    const sent = why({ counters: judgedByTotal('kafka.bytes', 1_000, 2_000) }, service)
    expect(sent.map(({ title }) => title)).toEqual(['Kafka gets 2 kB per operation, 1 kB before'])
  })

  test('a callback without a name is no other callback that blocked before', () => {
    const [mine, other] = [place('(anonymous)', pay.file, 57, 60), place('(anonymous)', 'a.ts', 5)]
    const planted = {
      stacks: [[[mine], 0, 20]] as const,
      base: { blocks: [{ place: other, ms: 40 }] },
      head: { blocks: [{ place: mine, ms: 45 }] },
    }
    const [first] = why(planted, changedIn(pay.file, 57, 60))
    expect(first).toMatchObject({ kind: 'event-loop', place: mine, touched: true })
  })

  test('a late event loop is told where nothing else was found', () => {
    const [first] = why({ head: { eventLoopDelayMsP99: 95 } }, service)
    expect(first?.title).toBe('the event loop is late by 95 ms (p99), 22 ms before')
  })

  test('a full pool is told where nothing else was found', () => {
    const resources = [{ name: 'database pool', utilisation: 0.99 }]
    const [first] = why({ head: { resources } }, service)
    expect(first).toMatchObject({ kind: 'resource', touched: false })
    expect(first?.title).toContain('database pool is 99 % busy, 60 % before')
  })
})

test('more instructions are told with where they are, where nothing else was found', () => {
  const planner = place('copyObjectImpl', 'copyfuncs.c', 0)
  const reading = {
    process: 'postgres' as const,
    base: [1_257_500],
    head: [1_275_100],
    functions: [{ place: planner, base: 90_000, head: 101_000 }],
  }
  const instructions = { kind: 'counted' as const, tools: 'valgrind', readings: [reading] }
  const counters = [counter('instructions.postgres/total', 1_257_500, 1_275_100)]
  const [first] = why({ evidence: { instructions }, counters }, service)
  expect(first?.title).toBe(
    'Postgres executes 17,600 more instructions per operation (1.4 %), most of them in copyObjectImpl (copyfuncs.c)',
  )
  const led = why(
    { evidence: { instructions }, counters, stacks: [[[route, pay], 0, 40]] },
    service,
  )
  expect(led.map(({ place: at }) => at)).toEqual([pay])
})

describe('more instructions of the system', () => {
  const native = place('Builtins_StringAdd', '', 0)
  // Counting does not know where a function ends; the profile does.
  const begun = { function: pay.function, file: pay.file, line: pay.line }
  const causeWith = (more: number, changedLines: ChangedLines) => {
    const functions = [
      { place: native, base: 8_000, head: 12_000 },
      { place: begun, base: 1_000, head: 1_000 + more },
    ]
    const reading = { process: 'system' as const, base: [400_000], head: [405_000], functions }
    const instructions = { kind: 'counted' as const, tools: 'valgrind', readings: [reading] }
    const counters = [counter('instructions.system/total', 400_000, 405_000)]
    return why({ evidence: { instructions }, counters }, changedLines)[0]
  }

  test('are placed in a function that the change touched, also where another took more', () => {
    const first = causeWith(900, service)
    expect(first).toMatchObject({ place: pay, touched: true })
    expect(first?.title).toContain(
      'most of them in Builtins_StringAdd, 900 in pay (system/modules/payments/service.ts:50)',
    )
  })

  test('are not blamed on a touched function that took hardly any of them', () => {
    expect(causeWith(400, service)).toMatchObject({ place: native, touched: false })
  })

  test('are in no touched lines where the change is elsewhere', () => {
    const elsewhere = [...changedIn(pay.file, 200), ...changedIn(route.file, 200)]
    expect(causeWith(900, elsewhere)).toMatchObject({ place: native, touched: false })
  })
})

describe('nothing to explain', () => {
  test('noise alone is no cause', () => {
    expect(why({}, changedIn('README.md', 1))).toEqual([])
    expect(why({}, service)).toEqual([])
  })

  test('what did not regress is not explained', () => {
    const calm = {
      ...regressedWith({ stacks: [[[pay], 0, 90]] }),
      metrics: [metric('durationMs', false)],
      counters: [],
    }
    expect(explain({ scenario: calm, changedLines: service })).toEqual([])
  })

  test('without evidence the counters alone are read', () => {
    const scenario = {
      metrics: [],
      counters: [counter('sql.calls/total', 3, 4, { role: 'gate' }), calls('select 1', null, 1)],
    }
    const [first] = explain({ scenario, changedLines: [] })
    expect(first).toMatchObject({ kind: 'statement', weight: null, touched: false })
  })
})

/** A group whose one member differs between equal passes, so that its total is what is judged. */
function judgedByTotal(group: string, base: number, head: number): CounterResult[] {
  const verdict = { kind: 'inconclusive', detectableEffect: null } as const
  const exact = false
  return [
    counter(`${group}/total`, base, head, { exact }),
    counter(`${group}/system`, base, head, { exact, verdict }),
  ]
}
