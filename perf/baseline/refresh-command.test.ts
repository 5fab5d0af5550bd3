import { expect, test } from 'vitest'
import { profiles, runConfig } from '../config.ts'
import { parseCommandLine } from '../flags.ts'
import { refreshCommands, refreshOfResult } from './refresh-command.ts'
import { runResult, scenarioResult } from './testing.ts'

const scenarios = ['payments']

/** Whether the run of these commands counts instructions, by its own reading of its flags. */
function countsInstructions(commands: string): boolean {
  const [, flags = ''] = /^npm run perf -- (.*?), then /.exec(commands) ?? []
  return runConfig(parseCommandLine(flags.split(' ')).flags, {}).instructions
}

const profileNames = Object.keys(profiles)

test.each(profileNames)(
  'instructions that are stored are counted again by profile %s',
  (profile) => {
    const commands = refreshCommands({ profile, scenarios, instructions: true })
    expect(countsInstructions(commands)).toBe(true)
  },
)

test('a quick run that stored none counts none', () => {
  const commands = refreshCommands({ profile: 'quick', scenarios, instructions: false })
  expect(countsInstructions(commands)).toBe(false)
})

test('a result that has instructions is repeated with them', () => {
  const counted = { kind: 'counted' as const, tools: 'valgrind-3.19.0', readings: [] }
  const evidence = { instructions: counted }
  const of = (scenario = scenarioResult()) =>
    countsInstructions(refreshOfResult(runResult([scenario], { profile: 'quick' })))
  expect([of(), of(scenarioResult({ evidence }))]).toEqual([false, true])
})
