import { expect, test } from 'vitest'
import { plantedChanges } from '../../selftest/changes.ts'
import { type JudgeRound, selfCheck } from '../../selftest/record.ts'
import { recordedRound } from '../../selftest/testing.ts'
import { commandLines } from './command-lines.ts'

const madeWith = (differs: Partial<JudgeRound>) => commandLines([recordedRound(differs)])
const { fingerprint, scenarios } = recordedRound({})

test.each([
  [{ countsInstructions: true }, '--services embedded --instructions --only'],
  [{ countsInstructions: false }, '--services embedded --no-instructions --only'],
  [{ profile: 'pr' }, '--profile pr --services'],
  [{ fingerprint: { ...fingerprint, durability: 'memory' } }, '--durability memory'],
  [{ scenarioGlob: '{payments,control}' }, "--scenario '{payments,control}' --no-instructions"],
  [{ change: 'long-gone', scenarioGlob: 'p' }, '--no-instructions --only long-gone'],
] as const)('a round with %o was made by a command with %s', (differs, flags) => {
  expect(madeWith(differs)).toContain(flags)
})

test('of a round that keeps no wish, what was counted says whether instructions were', () => {
  const counted = { process: 'system' as const, tools: 'valgrind', base: [1], head: [1] }
  const withCounts = scenarios.map((scenario) => ({ ...scenario, instructions: [counted] }))
  expect(madeWith({ scenarios: withCounts })).toContain(' --instructions')
  expect(madeWith({ scenarios })).toContain(' --no-instructions')
})

test('rounds made by several command lines have a line each, with their own dates', () => {
  const rounds = [
    recordedRound({ takenAt: '2026-01-01T00:00:00Z', countsInstructions: true }),
    recordedRound({ takenAt: '2026-01-02T00:00:00Z' }),
    recordedRound({ takenAt: '2026-01-04T00:00:00Z', countsInstructions: true }),
  ]
  expect(commandLines(rounds).split('\n')).toEqual([
    expect.stringMatching(/^- 2 rounds, 2026-01-01 to 2026-01-04: .* --instructions /),
    expect.stringMatching(/^- 1 round, 2026-01-02: .* --no-instructions /),
  ])
})

test('where every change was planted, none is named', () => {
  const planted = plantedChanges.map(({ name, scenarios: scenarioGlob }) =>
    recordedRound({ change: name, scenarioGlob }),
  )
  expect(commandLines([recordedRound({ change: selfCheck }), ...planted])).toMatch(
    /: `npm run selftest -- --profile quick --services embedded --no-instructions`$/,
  )
})
