import { describe, expect, test } from 'vitest'
import { signFlipInterval } from '../stats/sign-flip-interval.ts'
import { makeSignFlips } from '../stats/sign-flips.ts'
import { declaredAlpha, lookReached, lookRule } from './looks.ts'
import { policy, type ProfileName } from './policy.ts'
import { generationsOf, recordingOf } from './testing.ts'

const names = Object.keys(policy.profiles) as ProfileName[]
const rules = names.flatMap((name) =>
  policy.profiles[name].looks.map((_, index) => ({ name, ...lookRule(name, index) })),
)

test.each(names)('%s spends 1 % of false alarms over all of its looks', (name) => {
  expect(declaredAlpha(name)).toBeCloseTo(0.01, 12)
})

test.each(names)('%s looks later each time', (name) => {
  const generations = policy.profiles[name].looks.map((look) => look.generations)
  expect(generations).toEqual(generations.toSorted((a, b) => a - b))
})

describe.each(rules)('look $index of $name', ({ alpha, neededPairs, generations, confidence }) => {
  test('can be passed by a change that all of its pairs show, and by no fewer pairs than it says', () => {
    expect(2 ** -neededPairs).toBeLessThanOrEqual(alpha)
    expect(2 ** -(neededPairs - 1)).toBeGreaterThan(alpha)
    expect(generations).toBeGreaterThanOrEqual(neededPairs)
  })

  test('has an interval that is bounded with all of its pairs', () => {
    const flips = makeSignFlips(generations, () => 0.37)
    const values = Array.from({ length: generations }, (_, index) => index)
    expect(signFlipInterval(values, flips, confidence).high).not.toBeNull()
  })
})

test('three looks share what one interval may miss', () => {
  expect(lookRule('quick', 0).confidence).toBe(0.95)
  expect(lookRule('pr', 2).confidence).toBeCloseTo(1 - 0.05 / 3, 12)
})

test.each([-1, 3, 0.5])('look %d of pr is not declared, and refused', (index) => {
  expect(() => lookRule('pr', index)).toThrow(
    `look ${index} of pr is not declared, expected 0 to 2`,
  )
})

test.each([
  [0, 0],
  [8, 0],
  [9, 1],
  [24, 2],
  [100, 2],
])('%d generations belong to look %d of pr, where nobody says to which', (count, look) => {
  const generations = generationsOf({}, new Array(count).fill({}))
  expect(lookReached('pr', [recordingOf({ generations })])).toBe(look)
})
