import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../load/random.ts'
import { type GenerationPlan, orderLetters, planGenerations, sliceOrder } from './coin.ts'

describe('the coin', () => {
  it('gives the same plans for the same seed and others for another', () => {
    const plans = planGenerations(16, seededRandom(7))
    expect(planGenerations(16, seededRandom(7))).toEqual(plans)
    expect(planGenerations(16, seededRandom(8))).not.toEqual(plans)
  })

  it('gives a recorded seed the plans that it gave then', () => {
    const told = planGenerations(8, seededRandom(20261121)).map((plan) => {
      const { firstInSlices, bootOrder, cloneOrder, warmUpOrder, slots, loadSeed } = plan
      const first = [firstInSlices, bootOrder[0], cloneOrder[0], warmUpOrder[0]]
      return `${orderLetters(first)} ${slots.base} ${loadSeed}`
    })
    expect(told).toEqual([
      'BAAA 1 1020896992',
      'AAAB 1 479799488',
      'AABA 0 1384226827',
      'BBBA 1 740115181',
      'ABBB 1 2067645852',
      'ABAA 0 1725897361',
      'BABB 0 1398086866',
      'BBAB 0 576367894',
    ])
  })

  it('gives every order and identity to either arm four times in eight generations', () => {
    for (const first of [0, 8]) {
      const block = planGenerations(16, seededRandom(9)).slice(first, first + 8)
      const baseFirst = (of: (plan: GenerationPlan) => string | number) =>
        block.filter((plan) => ['base', 0].includes(of(plan))).length
      expect(baseFirst((plan) => plan.firstInSlices)).toBe(4)
      expect(baseFirst((plan) => plan.bootOrder[0])).toBe(4)
      expect(baseFirst((plan) => plan.cloneOrder[0])).toBe(4)
      expect(baseFirst((plan) => plan.warmUpOrder[0])).toBe(4)
      expect(baseFirst((plan) => plan.slots.base)).toBe(4)
    }
  })

  it('plans a generation the same way, however many follow it', () => {
    const sixteen = planGenerations(16, seededRandom(9))
    expect(planGenerations(24, seededRandom(9)).slice(0, 16)).toEqual(sixteen)
    expect(planGenerations(3, seededRandom(9))).toEqual(sixteen.slice(0, 3))
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
