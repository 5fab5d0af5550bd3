import { describe, expect, it } from 'vitest'
import { seededRandom } from '../load/random.ts'
import { orderLetters, planGenerations, sliceOrder } from './coin.ts'

describe('the coin', () => {
  it('gives the same plans for the same seed and others for another', () => {
    const plans = planGenerations(16, seededRandom(7))
    expect(planGenerations(16, seededRandom(7))).toEqual(plans)
    expect(planGenerations(16, seededRandom(8))).not.toEqual(plans)
  })

  it('decides every order and the identities independently of each other', () => {
    const plans = planGenerations(400, seededRandom(1))
    const patterns = new Set(
      plans.map((plan) =>
        [plan.firstInSlices, plan.bootOrder[0], plan.warmUpOrder[0], plan.slots.base].join(),
      ),
    )
    expect(patterns.size).toBe(16)
  })

  it('never gives both arms the same slot', () => {
    for (const { slots } of planGenerations(64, seededRandom(2))) {
      expect(slots.base).not.toBe(slots.head)
    }
  })
})

describe('slice order', () => {
  it('is ABBA when base comes first and BAAB when head does', () => {
    expect(orderLetters(sliceOrder('base', 2))).toBe('ABBA')
    expect(orderLetters(sliceOrder('head', 4))).toBe('BAABBAAB')
  })

  it('gives both arms the same mean position, so that a linear drift cancels', () => {
    for (const perArm of [2, 4, 6]) {
      const order = sliceOrder('base', perArm)
      const positions = (arm: string) =>
        order.reduce((sum, name, position) => sum + (name === arm ? position : 0), 0)
      expect(positions('base')).toBe(positions('head'))
    }
  })

  it.each([0, 1, 3, 2.5])('of %s slices per arm is refused: a drift would not cancel', (perArm) => {
    expect(() => sliceOrder('base', perArm)).toThrow('expected an even number')
  })
})
