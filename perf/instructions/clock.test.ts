import { describe, expect, it } from 'vitest'
import { withoutBursts } from './bursts.ts'
import { clockMultiple, instructionsPerOperation } from './clock.ts'
import { type MeasuredInterval, total } from './function-instructions.ts'

/** Functions by name, with their own instructions; a name in capitals is native. */
function interval(wallMs: number, costs: Readonly<Record<string, number>>): MeasuredInterval {
  return {
    wallMs,
    instructions: total(Object.values(costs)),
    functions: Object.entries(costs).map(([name, instructions]) => ({
      place: { function: name, file: 'a', line: name === name.toUpperCase() ? 0 : 7 },
      instructions,
    })),
  }
}

const idle = [interval(1_000, { poll: 400, call: 500, LOOP: 100 })]

describe("the clock's share of a working interval", () => {
  it('is told by functions that only the clock runs, not by wall time', () => {
    const crowded = interval(9_000, { poll: 1_200, call: 9_000, pay: 40_000, LOOP: 90 })
    expect(clockMultiple(crowded, idle)).toBe(3)
  })

  it('is no more than wall time allows, where work runs everything that the clock runs', () => {
    const busy = interval(2_000, { poll: 40_000, call: 90_000 })
    expect(clockMultiple(busy, idle)).toBe(2)
  })

  it('is told by native functions where there is no other code', () => {
    const backend = [interval(1_000, { PLAN: 60, EXECUTE: 40 })]
    expect(clockMultiple(interval(5_000, { PLAN: 120, EXECUTE: 9_000 }), backend)).toBe(2)
  })

  it('is nothing where nothing idle was watched', () => {
    expect(clockMultiple(interval(1_000, { poll: 400 }), [])).toBe(0)
  })
})

describe('instructions per operation', () => {
  it('are equal for equal work, however long the clock was heard beside it', () => {
    const short = interval(2_000, { poll: 800, call: 1_000, pay: 5_000, LOOP: 200 })
    const long = interval(9_000, { poll: 2_400, call: 3_000, pay: 5_000, LOOP: 600 })
    expect(instructionsPerOperation([short, long], idle, 10)).toEqual([500, 500])
  })

  it('are never below zero', () => {
    expect(instructionsPerOperation([interval(1_000, { poll: 400, call: 450 })], idle, 1)).toEqual([
      0,
    ])
  })
})

describe('a burst', () => {
  const usual = { pay: 1_000, log: 10 }

  it('that one of four equal intervals has is taken out, all else stays', () => {
    const intervals = [usual, usual, { ...usual, SCAVENGE: 900, log: 100 }, usual]
    const kept = withoutBursts(intervals.map((costs) => interval(10, costs)))
    expect(kept.map(({ instructions }) => instructions)).toEqual([1_010, 1_010, 1_020, 1_010])
  })

  it('that every interval has is work', () => {
    const intervals = [usual, usual, usual].map((costs) => interval(10, { ...costs, HASH: 500 }))
    expect(withoutBursts(intervals).map((one) => one.instructions)).toEqual([1_510, 1_510, 1_510])
  })
})
