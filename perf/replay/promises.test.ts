import { expect, test } from 'vitest'
import type { JudgeRound } from '../selftest/record.ts'
import { policy } from '../verdict/policy.ts'
import { brokenPromises, emptyRecord } from './promises.ts'
import { syntheticRound, syntheticSelfChecks } from './testing.ts'

const older = 'before'
const loud = (seed: number): JudgeRound =>
  syntheticRound({ seed, policy: older, assessment: 'false', planted: { latencyMsP50: 0.2 } })
const cpu = (effect: number, differs: Partial<JudgeRound> = {}): JudgeRound =>
  syntheticRound({
    change: 'cpu-10',
    harmful: true,
    assessment: 'caught',
    policy: older,
    planted: { cpuUsPerOpSystem: effect },
    ...differs,
  })

test('an empty record is a broken promise, and so is one of which nothing can be judged', () => {
  expect(brokenPromises({ rounds: [] })).toEqual([emptyRecord])
  expect(brokenPromises({ rounds: [cpu(0.2, { assessment: 'broken' })] })).toHaveLength(1)
})

test('self-checks that stay clean and a planted change that is caught again are kept promises', () => {
  const rounds = [...syntheticSelfChecks(10, { policy: policy.version }), cpu(0.2)]
  expect(brokenPromises({ rounds })).toEqual([])
})

test('one false alarm may be chance, three in eight are not', () => {
  const clean = syntheticSelfChecks(5, { policy: older })
  expect(brokenPromises({ rounds: [...clean, loud(20)] })).toEqual([])
  const [broken] = brokenPromises({ rounds: [...clean, loud(20), loud(21), loud(22)] })
  expect(broken).toBe('3 of 8 rounds without harm alarm in pr, expected at most 1 %')
})

test('what was caught and is not any more is a broken promise', () => {
  const rounds = [1, 2, 3].map((seed) => cpu(0, { seed }))
  expect(brokenPromises({ rounds })).toEqual([
    '0 of 3 rounds that were caught are caught again, expected at least 95 %',
  ])
})

test('the same policy must say the same, another one need not', () => {
  const missed = cpu(0.2, { assessment: 'missed', policy: policy.version })
  expect(brokenPromises({ rounds: [missed] })).toEqual([
    `policy ${policy.version} judges 1 of its 1 rounds otherwise, expected at most 2 %: cpu-10 seed 1 was missed, is caught`,
  ])
  expect(brokenPromises({ rounds: [{ ...missed, policy: older }] })).toEqual([])
})
