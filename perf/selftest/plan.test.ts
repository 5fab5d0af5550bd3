import { expect, test } from 'vitest'
import { countsAs, planRounds, selfChecksPerPass } from './plan.ts'
import { selfCheck } from './record.ts'
import { recordedRound } from './testing.ts'

const nothingDone = () => 0

test('a pass has each change once and self-checks spread among them', () => {
  const plan = planRounds({ names: [selfCheck, 'a', 'b', 'c'], rounds: 1, done: nothingDone })
  expect(plan).toEqual([selfCheck, 'a', 'b', selfCheck, 'c', selfCheck])
})

test('two rounds are two passes, so that a record stopped early is even', () => {
  expect(planRounds({ names: ['a', 'b'], rounds: 2, done: nothingDone })).toEqual([
    'a',
    'b',
    'a',
    'b',
  ])
})

test('what the record has is not run again', () => {
  const done = (name: string) => ({ a: 2, b: 1, [selfCheck]: 4 })[name] ?? 0
  const plan = planRounds({ names: [selfCheck, 'a', 'b'], rounds: 2, done })
  expect(plan.toSorted()).toEqual(['b', selfCheck, selfCheck])
  expect(planRounds({ names: ['a'], rounds: 2, done })).toEqual([])
})

test('self-checks alone come as often as in so many passes', () => {
  const plan = planRounds({ names: [selfCheck], rounds: 2, done: nothingDone })
  expect(plan).toEqual(Array(2 * selfChecksPerPass).fill(selfCheck))
})

test('a round of another patch, profile or scenario, or a broken one, does not count', () => {
  const round = recordedRound({ change: 'a', patch: 'p', harmful: true, assessment: 'caught' })
  const kind = { change: 'a', patch: 'p', profile: 'quick', scenarioGlob: '*' }
  expect(countsAs(round, kind)).toBe(true)
  for (const other of [
    { change: 'b' },
    { patch: 'q' },
    { profile: 'pr' },
    { scenarioGlob: 'payments' },
  ]) {
    expect(countsAs(round, { ...kind, ...other })).toBe(false)
  }
  expect(countsAs({ ...round, assessment: 'broken' }, kind)).toBe(false)
})
