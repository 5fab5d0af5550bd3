import { expect, test } from 'vitest'
import { planOf } from '../plan.ts'
import { shapes } from '../shapes.ts'
import { startLine, targetOf } from './target.ts'

const rate = (journeysPerSecond: number) => ({ kind: 'rate', journeysPerSecond }) as const
/** Ramps to 2 s and from 10 to 12 s. */
const { parts } = planOf(shapes.stress, rate(2_000), 40_000)

test.each([
  [0, 1_003, '(target 500) (ramp)'],
  [1_003, 2_010, '(target 500) (ramp)'],
  [0, 5_000, '(target 500) (ramp to T+2s)'],
  [2_010, 10_005, '(target 500)'],
  [9_995, 11_000, '(target 2,000) (ramp)'],
  [9_000, 20_000, '(target 2,000) (ramp to T+12s)'],
  [29_000, 41_000, '(target 500)'],
])('from %d to %d ms the target is that of the part, and its ramp is told: %s', (...of) => {
  const [fromMs, toMs, said] = of
  expect(targetOf('rate', parts, { fromMs, toMs })).toBe(said)
})

test('the target of users is as many as there are', () => {
  expect(targetOf('users', parts, { fromMs: 0, toMs: 1_000 })).toBe('(500 users) (ramp)')
})

test('the first line says how much of a load is ramp', () => {
  const of = (durationMs: number) =>
    startLine('load', 'pay', planOf(shapes.load, rate(1), durationMs))
  expect(of(20_000)).toBe('load: 20 s of "pay", the first 2 s of it ramp')
  expect(of(1_000)).toBe('load: 1 s of "pay", the first 0.1 s of it ramp')
})
