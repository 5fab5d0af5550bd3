import { describe, expect, it } from 'vitest'
import type { CounterPass } from '../result/recording.ts'
import { timedCounters, withTotals } from './counter-totals.ts'

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

describe('counter totals', () => {
  it('leave out what differs by a count or two of the whole pass, and by no more', () => {
    const beaten = (beats: number, head: number) => [
      pass('base', 1, { pay: 1, beat: beats / operations }),
      pass('base', 2, { pay: 1, beat: beats / operations }),
      pass('head', 1, { pay: 1, beat: head / operations }),
      pass('head', 2, { pay: 1, beat: head / operations }),
    ]
    const totalsOf = (counted: CounterPass[]) =>
      withTotals(counted, operations).map(({ values }) => values['sql.calls/total']?.value)
    expect(totalsOf(beaten(0, 2))).toEqual([1, 1, 1, 1])
    expect(totalsOf(beaten(1, 4))).toEqual([1.01, 1.01, 1.04, 1.04])
  })

  it('leave out what came once in every pass of this run, and would not in those of another', () => {
    const once = (['base', 'head'] as const).flatMap((arm) =>
      ([1, 2] as const).map((number) => pass(arm, number, { pay: 1, beat: 1 / 3 })),
    )
    const totals = withTotals(once, 3).map(({ values }) => values['sql.calls/total']?.value)
    expect(totals).toEqual([1, 1, 1, 1])
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
    const totals = withTotals(passes, operations).map(
      (counted) => counted.values['sql.calls/total']?.value,
    )
    expect(totals).toEqual([1, 1, 2, 2])
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
    const rows = withTotals(counted, operations).map(
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
