import { expect, it } from 'vitest'
import { kneeOf } from './knee.ts'

const step = (paymentsPerSecond: number, acceptedShare: number, latencyMsP99: number) => ({
  paymentsPerSecond,
  acceptedShare,
  latencyMsP99,
})

it('is the last rate when all are kept up with', () => {
  expect(kneeOf([step(500, 1, 10), step(1_000, 0.99, 149)])).toEqual(step(1_000, 0.99, 149))
})

it.each([
  ['too few are accepted', step(2_000, 0.989, 10)],
  ['answers are too late', step(2_000, 1, 150)],
])(
  'is the rate before the first at which %s, even when a later one is fine again',
  (_why, lost) => {
    expect(kneeOf([step(500, 1, 10), step(1_000, 1, 10), lost, step(3_000, 1, 10)])).toEqual(
      step(1_000, 1, 10),
    )
  },
)

it('is nowhere when not even the first rate is kept up with', () => {
  expect(kneeOf([step(500, 0.5, 10), step(1_000, 1, 10)])).toBeUndefined()
  expect(kneeOf([])).toBeUndefined()
})
