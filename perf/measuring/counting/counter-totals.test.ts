import { describe, expect, it } from 'vitest'
import type { CounterPass } from '../../result/recording.ts'
import { withTotals } from './counter-totals.ts'
import { timedCounters } from './timed-counters.ts'

function pass(arm: 'base' | 'head', number: 1 | 2, calls: Record<string, number>): CounterPass {
  const values = Object.entries(calls).map(([name, value]) => [
    `sql.calls/${name}`,
    { value, unit: 'calls', group: 'sql.calls', title: name, detail: name },
  ])
  return { arm, pass: number, values: Object.fromEntries(values) }
}

const passes = [
  pass('base', 1, { pay: 1, watermark: 0.2 }),
  pass('base', 2, { pay: 1, watermark: 0.9 }),
  pass('head', 1, { pay: 1, extra: 1, watermark: 0.2 }),
  pass('head', 2, { pay: 1, extra: 1, watermark: 0.2 }),
]

const operations = 100
const serial = { operations, fullSpeedMs: 1_500, leisurelyMs: 6_500 }

/** Of one statement beside another: what base and head counted of it in a whole pass, by pass. */
function fourPasses(base: readonly [number, number], head: readonly [number, number]) {
  const of = (arm: 'base' | 'head', number: 1 | 2, count: number) =>
    pass(arm, number, { pay: 1, ...(count === 0 ? {} : { poll: count / operations }) })
  return [
    of('base', 1, base[0]),
    of('base', 2, base[1]),
    of('head', 1, head[0]),
    of('head', 2, head[1]),
  ]
}

const callsOf = (counted: readonly CounterPass[], of = serial) =>
  withTotals(counted, of).map(({ values }) => values['sql.calls/total']?.value)

describe('counter totals', () => {
  it('leave out what differs by a count or two of the whole pass, and by no more', () => {
    const beaten = (beats: number, head: number) => [
      pass('base', 1, { pay: 1, beat: beats / operations }),
      pass('base', 2, { pay: 1, beat: beats / operations }),
      pass('head', 1, { pay: 1, beat: head / operations }),
      pass('head', 2, { pay: 1, beat: head / operations }),
    ]
    expect(callsOf(beaten(0, 2))).toEqual([1, 1, 1, 1])
    expect(callsOf(beaten(1, 4))).toEqual([1.01, 1.01, 1.04, 1.04])
  })

  it('say which counters a timer may have made', () => {
    const [, , head] = withTotals(fourPasses([0, 0], [1, 1]), serial)
    expect(head?.values['sql.calls/poll']).toMatchObject({ value: 0.01, byClock: true })
    expect(head?.values['sql.calls/pay']).not.toHaveProperty('byClock')
  })

  it('leave out what came once in every pass of this run, and would not in those of another', () => {
    const once = (['base', 'head'] as const).flatMap((arm) =>
      ([1, 2] as const).map((number) => pass(arm, number, { pay: 1, beat: 1 / 3 })),
    )
    expect(callsOf(once, { ...serial, operations: 3 })).toEqual([1, 1, 1, 1])
  })

  it('count what each of three operations does once more', () => {
    const three = [
      pass('base', 1, { pay: 1 }),
      pass('base', 2, { pay: 1 }),
      pass('head', 1, { pay: 1, extra: 1 }),
      pass('head', 2, { pay: 1, extra: 1 }),
    ]
    expect([...timedCounters(three, 3)]).toEqual([])
    expect([...timedCounters(three, 1)]).toEqual([])
  })

  it('leave out what differs between the passes of one arm', () => {
    expect([...timedCounters(passes, operations)]).toEqual(['sql.calls/watermark'])
    expect(callsOf(passes)).toEqual([1, 1, 2, 2])
  })

  it('treat a counter that one pass of an arm lacks as timed', () => {
    const lopsided = [pass('base', 1, { pay: 1 }), pass('base', 2, { pay: 1, sweep: 1 })]
    expect([...timedCounters(lopsided, operations)]).toEqual(['sql.calls/sweep'])
  })

  it('leave out every count of a statement whose calls differ, though its rows agree by chance', () => {
    const beat = (
      calls: number,
      rows: number,
      arm: 'base' | 'head',
      number: 1 | 2,
    ): CounterPass => {
      const counter = { unit: 'each', title: 'beat', detail: 'update job as beat' }
      return {
        arm,
        pass: number,
        values: {
          'sql.calls/beat': { ...counter, group: 'sql.calls', value: calls },
          ...(rows > 0 ? { 'sql.rows/beat': { ...counter, group: 'sql.rows', value: rows } } : {}),
        },
      }
    }
    const counted = [
      beat(1, 0, 'base', 1),
      beat(2, 0, 'base', 2),
      beat(1, 1, 'head', 1),
      beat(2, 1, 'head', 2),
    ]
    const rows = withTotals(counted, serial).map(
      ({ values }) => values['sql.rows/total']?.value ?? 0,
    )
    expect(rows).toEqual([0, 0, 0, 0])
  })

  it('keep the calls of a statement whose blocks differ', () => {
    const insert = (blocks: number, number: 1 | 2): CounterPass => {
      const counter = { unit: 'each', title: 'insert', detail: 'insert into payment' }
      return {
        arm: 'base',
        pass: number,
        values: {
          'sql.calls/insert': { ...counter, group: 'sql.calls', value: 1 },
          'sql.blocks/insert': { ...counter, group: 'sql.blocks', value: blocks },
        },
      }
    }
    expect([...timedCounters([insert(3, 1), insert(4, 2)], operations)]).toEqual([
      'sql.blocks/insert',
    ])
  })
})

describe('counter totals of passes that differ', () => {
  it('hold the call that each operation makes more of what a clock makes, too', () => {
    expect(callsOf(fourPasses([20, 90], [120, 190]))).toEqual([1, 1, 2, 2])
  })

  it('hold a query in a loop that came out one apart', () => {
    expect(callsOf(fourPasses([100, 100], [5_100, 5_101]))).toEqual([1, 1, 51, 51])
    expect(callsOf(fourPasses([0, 0], [5_001, 5_000]))).toEqual([1, 1, 51, 51])
  })

  it('hold what head does no longer in the total of base', () => {
    expect(callsOf(fourPasses([5_100, 5_101], [100, 100]))).toEqual([51, 51, 1, 1])
  })

  it.each([
    ['a timer', [20, 65], [21, 64]],
    ['a timer of an arm that was slow at full speed', [20, 65], [60, 66]],
    ['a timer that only head has', [0, 0], [20, 85]],
    ['heartbeats', [0, 1], [1, 0]],
  ] as const)('are equal in both arms for all of %s', (_what, base, head) => {
    expect(callsOf(fourPasses(base, head))).toEqual([1, 1, 1, 1])
  })

  it('are equal for all of a timer that only head has, though full speed took long', () => {
    const slow = { operations, fullSpeedMs: 20_000, leisurelyMs: 30_000 }
    expect(callsOf(fourPasses([0, 0], [200, 300]), slow)).toEqual([1, 1, 1, 1])
  })

  it.each([
    ['whose passes differ in head only', 50, 50, 50.01],
    ['whose passes differ in both arms', 50, 50.01, 50.02],
  ])('are equal for a statement that is reworded, %s', (_what, first, second, other) => {
    const counted = [
      pass('base', 1, { pay: 1, lookUp: first }),
      pass('base', 2, { pay: 1, lookUp: second }),
      pass('head', 1, { pay: 1, lookItUp: first }),
      pass('head', 2, { pay: 1, lookItUp: other }),
    ]
    const [base, , head] = callsOf(counted)
    expect(head).toBe(base)
  })
})
