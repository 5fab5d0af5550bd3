import { describe, expect, it } from 'vitest'
import { functionCosts } from './function-costs.ts'
import type { MeasuredInterval } from './function-instructions.ts'

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
