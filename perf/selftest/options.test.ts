import { expect, test } from 'vitest'
import { parseCommandLine } from '../flags.ts'
import { plantedChanges } from './changes.ts'
import { scenariosOf, selfTestOptions } from './options.ts'
import { paymentsRun } from './planted-change.ts'

const options = (...argv: string[]) =>
  selfTestOptions(parseCommandLine(['selftest', ...argv]).flags)

test('without flags every change and the self-check are wanted three times', () => {
  const { names, rounds, quick, profile } = options()
  expect(names).toEqual(['self-check', ...plantedChanges.map(({ name }) => name)])
  expect({ rounds, quick, profile }).toEqual({ rounds: 3, quick: false, profile: 'quick' })
})

test('every knob turns', () => {
  const turned = options(
    ...'--only cpu-5,self-check --rounds 10 --most 4 --profile pr --scenario payments'.split(' '),
    ...'--services embedded --durability memory --no-instructions --out /tmp/rounds'.split(' '),
  )
  expect(turned).toEqual({
    names: ['cpu-5', 'self-check'],
    rounds: 10,
    roundsMost: 4,
    quick: false,
    profile: 'pr',
    scenarioGlob: 'payments',
    countsInstructions: false,
    outFolder: '/tmp/rounds',
    handedOn: ['--services=embedded', '--durability=memory', '--no-instructions'],
  })
})

test('the quick subset has equal arms, harm and no harm, once each, in four runs', () => {
  const { names, rounds } = options('--quick')
  const changes = plantedChanges.filter(({ name }) => names.includes(name))
  expect(rounds).toBe(1)
  expect(names).toHaveLength(4)
  expect(names).toContain('self-check')
  expect(new Set(changes.map(({ harmful }) => harmful))).toEqual(new Set([true, false]))
})

test('a change that is named twice is run as often as one that is named once', () => {
  expect(options('--only', 'cpu-5,cpu-3,cpu-5').names).toEqual(['cpu-5', 'cpu-3'])
})

test('a change is looked for in its own scenarios, equal arms in all of them', () => {
  expect(scenariosOf('cpu-5', options())).toBe(paymentsRun)
  expect(scenariosOf('self-check', options())).toBe('*')
  expect(scenariosOf('self-check', options('--quick'))).toBe(paymentsRun)
  expect(scenariosOf('cpu-5', options('--scenario', 'p*'))).toBe('p*')
})

test.each([
  [['--only', 'cpu-4'], /--only "cpu-4" is unknown .*, expected some of self-check, cpu-3/],
  [['--only', 'self-chek'], /--only "self-chek" is unknown \(did you mean self-check\?\)/],
  [['--rounds', '0'], /--rounds is "0", expected a whole number from 1 to 1000/],
  [['--quick', '--rounds', '2'], /--rounds is given with --quick, .*, expected one of them/],
  [['--most', '0'], /--most is "0", expected a whole number from 1 to 1000/],
  [['--rounds', '2.5'], /--rounds is "2.5", expected a whole number from 1 to 1000/],
  [['--profile', 'huge'], /--profile is "huge", expected one of quick, pr, thorough/],
  [['--instructions', '--no-instructions'], /both given, expected one of them/],
])('%j is refused, and what was expected is said', (argv, message) => {
  expect(() => options(...argv)).toThrow(message)
})
