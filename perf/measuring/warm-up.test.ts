import { describe, expect, it } from 'vitest'
import { warmUpUntilFlat } from './warm-up.ts'

const limits = { stepOperations: 100, most: 1_000, flatWithin: 0.05 }

function costs(...values: number[]) {
  let next = 0
  return async () => values[Math.min(next++, values.length - 1)] as number
}

describe('warm-up', () => {
  it('ends with the first step that is not clearly cheaper than the one before', async () => {
    expect(await warmUpUntilFlat(costs(100, 60, 50, 49), limits)).toBe(400)
  })

  it('goes on while every step is cheaper, up to its limit', async () => {
    const ever = Array.from({ length: 20 }, (_, step) => 100 * 0.8 ** step)
    expect(await warmUpUntilFlat(costs(...ever), limits)).toBe(1_000)
  })

  it('takes a second step even when the first was as cheap as can be', async () => {
    expect(await warmUpUntilFlat(costs(10, 10), limits)).toBe(200)
  })
})
