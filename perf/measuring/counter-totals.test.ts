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

describe('counter totals', () => {
  it('leave out what differs between the passes of one arm', () => {
    expect([...timedCounters(passes)]).toEqual(['sql.calls/watermark'])
    const totals = withTotals(passes).map((counted) => counted.values['sql.calls/total']?.value)
    expect(totals).toEqual([1, 1, 2, 2])
  })

  it('treat a counter that one pass of an arm lacks as timed', () => {
    const lopsided = [pass('base', 1, { pay: 1 }), pass('base', 2, { pay: 1, sweep: 1 })]
    expect([...timedCounters(lopsided)]).toEqual(['sql.calls/sweep'])
  })
})
