import { describe, expect, test } from 'vitest'
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
  regressedWith,
  route,
  service,
  why,
} from './testing.ts'

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
    expect(first?.detail).toBe('for (…)')
  })

  test('a function that runs more often is not told a second time beside its title', () => {
    const own = { place: pay, kind: 'function' as const, base: null, head: 2 }
    const execution = [{ ...own, source: 'function pay({ amountMinor }) {' }]
    const [first] = why({ stacks: [[[route, pay], 0, 40]], evidence: { execution } }, service)
    expect(first?.title).toContain('it runs 2 times per operation, never before')
    expect(first?.detail).toBeNull()
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
