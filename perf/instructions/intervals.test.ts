import { describe, expect, it } from 'vitest'
import { functionCosts, type MeasuredInterval } from './function-costs.ts'
import { instructionsPerOperation } from './intervals.ts'

describe('instructions per operation', () => {
  it('leave out what an idle process executes in the same time', () => {
    const idle = [
      { instructions: 3_000, wallMs: 1_000 },
      { instructions: 5_000, wallMs: 1_000 },
    ]
    const work = [
      { instructions: 14_000, wallMs: 1_000 },
      { instructions: 18_000, wallMs: 2_000 },
    ]
    expect(instructionsPerOperation(work, idle, 10)).toEqual([1_000, 1_000])
  })

  it('are the whole count where nothing idle was watched, and never below zero', () => {
    expect(instructionsPerOperation([{ instructions: 90, wallMs: 5 }], [], 3)).toEqual([30])
    const busyIdle = [{ instructions: 100, wallMs: 1 }]
    expect(instructionsPerOperation([{ instructions: 10, wallMs: 1 }], busyIdle, 1)).toEqual([0])
  })
})

describe('the costs of functions', () => {
  const interval = (functions: Readonly<Record<string, [number, number]>>): MeasuredInterval => ({
    instructions: 0,
    wallMs: 100,
    functions: Object.entries(functions).map(([name, [line, instructions]]) => ({
      place: { function: name, file: 'system/a.ts', line },
      instructions,
    })),
  })

  it('are per operation, largest difference first, and know a function whose line has moved', () => {
    const base = { work: [interval({ same: [1, 200], more: [5, 100] })], idle: [], operations: 10 }
    const head = { work: [interval({ same: [3, 210], more: [9, 500] })], idle: [], operations: 10 }
    expect(functionCosts(base, head)).toEqual([
      { place: { function: 'more', file: 'system/a.ts', line: 9 }, base: 10, head: 50 },
      { place: { function: 'same', file: 'system/a.ts', line: 3 }, base: 20, head: 21 },
    ])
  })

  it('are null in the arm that has no such function', () => {
    const base = { work: [interval({ gone: [1, 10] })], idle: [], operations: 1 }
    const head = { work: [interval({ fresh: [1, 30] })], idle: [], operations: 1 }
    expect(functionCosts(base, head).map((cost) => [cost.base, cost.head])).toEqual([
      [null, 30],
      [10, null],
    ])
  })

  it("leave out the clock's share", () => {
    const arm = {
      work: [interval({ poll: [1, 60], pay: [2, 40] }), interval({ poll: [1, 60], pay: [2, 40] })],
      idle: [interval({ poll: [1, 50] })],
      operations: 1,
    }
    expect(functionCosts(arm, arm).map((cost) => [cost.place.function, cost.base])).toEqual([
      ['poll', 10],
      ['pay', 40],
    ])
  })
})
