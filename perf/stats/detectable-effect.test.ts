import { expect, test } from 'vitest'
import { detectableEffect } from './detectable-effect.ts'
import { asChecked } from './sample.ts'

const demand = { alpha: 0.01, power: 0.95, smallestEffect: 0.03 }
const noise = [0.02, -0.03, 0.01, 0.02, -0.01, 0.03, -0.02, 0.01]

test('fewer than three pairs promise nothing', () => {
  expect(detectableEffect(asChecked([0.1, 0.2]), demand)).toBeNull()
})

test('a run without scatter sees the smallest effect of interest', () => {
  expect(detectableEffect(asChecked([0.1, 0.1, 0.1, 0.1]), demand)).toBeCloseTo(0.03)
})

test('more scatter detects less, an offset changes nothing', () => {
  const quiet = detectableEffect(asChecked(noise), demand) as number
  expect(detectableEffect(asChecked(noise.map((v) => 3 * v)), demand)).toBeGreaterThan(2 * quiet)
  expect(detectableEffect(asChecked(noise.map((v) => v + 1)), demand)).toBeCloseTo(quiet)
})

test('one spike does not call a quiet run blind', () => {
  const quiet = detectableEffect(asChecked(noise), demand) as number
  expect(detectableEffect(asChecked([...noise.slice(1), 5]), demand)).toBeLessThan(3 * quiet)
})
