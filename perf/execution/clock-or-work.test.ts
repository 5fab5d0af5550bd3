import { describe, expect, it } from 'vitest'
import { differenceOf, workDifference } from './clock-or-work.ts'

const serial = { operations: 100, fullSpeedMs: 1_500, leisurelyMs: 6_500 }
const slow = { operations: 100, fullSpeedMs: 20_000, leisurelyMs: 30_000 }

describe('passes that disagree', () => {
  it.each([
    ['a poll of which each operation makes one more', [20, 90], [120, 190], 100],
    ['one fewer', [120, 190], [20, 90], -100],
    ['a loop that came out one apart', [100, 100], [5_100, 5_101], 5_000],
    ['a loop that is new and came out one apart', [0, 0], [5_101, 5_100], 5_100],
  ])('tell work for certain: %s', (_what, base, head, work) => {
    expect(workDifference(base, head, serial)).toBe(work)
  })

  it('tell it of a slow pass, too', () => {
    expect(workDifference([100, 100], [5_100, 5_101], slow)).toBe(5_000)
  })

  it.each([
    ['a timer', [2, 7], [2, 6]],
    ['a timer of an arm that was slow at full speed', [2, 7], [6, 7]],
    ['heartbeats that come now and then', [0, 1], [1, 0]],
    ['two heartbeats more', [0, 0], [2, 3]],
    ['a timer that is new', [0, 0], [20, 85]],
    ['a timer that is ten times as frequent', [2, 7], [20, 70]],
    ['what gathers for a while', [11, 55], [25, 56]],
  ])('are put down to a clock: %s', (_what, base, head) => {
    expect(workDifference(base, head, serial)).toBe(0)
    expect(workDifference(head, base, serial)).toBe(0)
  })

  it.each([
    ['that is new', [0, 0], [200, 300]],
    ['that is new and whose phase was the worst', [0, 0], [201, 299]],
    ['that both have', [200, 300], [201, 301]],
  ])('of a slow machine are put down to a clock %s', (_what, base, head) => {
    expect(workDifference(base, head, slow)).toBe(0)
  })

  it('say nothing where the leisurely one was not longer', () => {
    const equallyLong = { ...serial, leisurelyMs: serial.fullSpeedMs }
    expect(workDifference([0, 0], [5_000, 5_001], equallyLong)).toBe(0)
  })

  it('are each allowed their chance where counts are added up', () => {
    expect(workDifference([0, 1], [12, 13], serial)).toBe(12)
    expect(workDifference([0, 1], [12, 13], serial, 5)).toBe(0)
  })
})

describe('passes that agree', () => {
  it('tell any difference that chance does not make', () => {
    expect(differenceOf([100, 100], [103, 103], serial)).toBe(3)
    expect(differenceOf([100, 100], [102, 102], serial)).toBe(0)
    expect(differenceOf([1, 1], [2, 2], { ...serial, operations: 1 })).toBe(1)
  })
})
