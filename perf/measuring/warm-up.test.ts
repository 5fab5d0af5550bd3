import { describe, expect, it } from 'vitest'
import { warmUpUntilFlat } from './warm-up.ts'

const limits = { stepOperations: 100, most: 1_000, flatWithin: 0.05 }

function costs(...values: number[]) {
  let next = 0
  return async () => values[Math.min(next++, values.length - 1)] as number
}

describe('warm-up', () => {
  it('ends when three steps are no longer clearly cheaper than the three before them', async () => {
    expect(await warmUpUntilFlat(costs(100, 60, 50, 49, 48, 50, 49, 48), limits)).toBe(800)
  })

  it('goes on while every step is cheaper, up to its limit', async () => {
    const ever = Array.from({ length: 20 }, (_, step) => 100 * 0.8 ** step)
    expect(await warmUpUntilFlat(costs(...ever), limits)).toBe(1_000)
  })

  it('does not take one dear step on the way down for the end of it', async () => {
    expect(await warmUpUntilFlat(costs(100, 110, 60, 50, 50, 50, 50, 50, 50), limits)).toBe(900)
  })

  it('needs two windows even when the first step was as cheap as can be', async () => {
    expect(await warmUpUntilFlat(costs(10), limits)).toBe(600)
  })
})
