import { describe, expect, it } from 'vitest'
import type { ArmName } from '../../result/document.ts'
import type { Pair } from './pair.ts'
import { WarmUp, warmUpUntilFlat } from './warm-up.ts'

const limits = { stepOperations: 100, most: 1_000, flatWithin: 0.05 }

function costs(...values: number[]) {
  let next = 0
  return async () => values[Math.min(next++, values.length - 1)] as number
}

describe('warm-up', () => {
  it('ends when three steps are no longer clearly cheaper than the three before them', async () => {
    expect(await warmUpUntilFlat(costs(100, 60, 50, 49, 48, 50, 49, 48), limits)).toEqual({
      operations: 800,
      isFlat: true,
    })
  })

  it('goes on while every step is cheaper, up to its limit', async () => {
    const ever = Array.from({ length: 20 }, (_, step) => 100 * 0.8 ** step)
    expect(await warmUpUntilFlat(costs(...ever), limits)).toEqual({
      operations: 1_000,
      isFlat: false,
    })
  })

  it('does not take one dear step on the way down for the end of it', async () => {
    expect(await warmUpUntilFlat(costs(100, 110, 60, 50, 50, 50, 50, 50, 50), limits)).toEqual({
      operations: 900,
      isFlat: true,
    })
  })

  it('needs two windows even when the first step was as cheap as can be', async () => {
    expect(await warmUpUntilFlat(costs(10), limits)).toEqual({ operations: 600, isFlat: true })
  })
})

describe('warm-up of both arms', () => {
  const pair = { base: { arm: 'base' }, head: { arm: 'head' } } as Pair
  const falling = Array.from({ length: 20 }, (_, step) => 100 * 0.8 ** step)

  /** Steps at these costs, written down as they were asked for. */
  function stepsOf(perArm: Readonly<Record<ArmName, readonly number[]>>) {
    const done: [ArmName, number][] = []
    const step = { base: costs(...perArm.base), head: costs(...perArm.head) }
    return {
      done,
      step: ({ arm }: { readonly arm: ArmName }, operations: number) => {
        done.push([arm, operations])
        return step[arm]()
      },
    }
  }

  const sumOf = (done: readonly [ArmName, number][], of: ArmName) =>
    done.reduce((all, [arm, operations]) => all + (arm === of ? operations : 0), 0)

  it('is as much work in the one as in the other, the coin’s first one first', async () => {
    const { done, step } = stepsOf({ base: [10], head: [100, 60, 50, 49, 48, 50, 49, 48] })
    const warmUp = new WarmUp(limits)
    await warmUp.both(pair, ['head', 'base'], step)
    expect(done[0]).toEqual(['head', 100])
    expect(done.at(-1)).toEqual(['base', 200])
    expect([sumOf(done, 'base'), sumOf(done, 'head')]).toEqual([800, 800])
    expect(warmUp.found).toEqual({ operations: 800, isFlat: true })
  })

  it('is not flat where one of them met its limit first', async () => {
    const warmUp = new WarmUp(limits)
    await warmUp.both(pair, ['base', 'head'], stepsOf({ base: falling, head: [10] }).step)
    expect(warmUp.found).toEqual({ operations: 1_000, isFlat: false })
  })

  it('is one step in each once it is known how much is enough', async () => {
    const { done, step } = stepsOf({ base: [10], head: [10] })
    const warmUp = new WarmUp(limits, 700)
    await warmUp.both(pair, ['base', 'head'], step)
    expect(done).toEqual([
      ['base', 700],
      ['head', 700],
    ])
    expect(warmUp.found).toEqual({ operations: 700, isFlat: undefined })
  })
})
