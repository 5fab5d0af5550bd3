import { expect, test } from 'vitest'
import { KnownFailure } from '../errors.ts'
import { parseCommandLine } from '../flags.ts'
import { refuseKeptByNpm } from './kept-by-npm.ts'

/** What is left of a line that npm took apart, in the environment that it hands on. */
function refusalOf(argv: readonly string[], kept: Readonly<Record<string, string>>) {
  const environment = { npm_lifecycle_event: 'perf', npm_config_yes: '', ...kept }
  try {
    refuseKeptByNpm(parseCommandLine(argv), environment)
  } catch (failure) {
    if (failure instanceof KnownFailure) return failure
    throw failure
  }
  return undefined
}

test.each<readonly [readonly string[], Readonly<Record<string, string>>, string, string]>([
  [
    ['load'],
    { npm_config_rate: '100', npm_config_duration: '5s' },
    'npm kept --rate, --duration for itself, expected -- before the flags',
    'npm run perf -- load --rate 100 --duration 5s',
  ],
  [
    ['load', '0', 'abc'],
    { npm_config_rate: 'true', npm_config_duration: 'true' },
    'npm kept --rate, --duration for itself, expected -- before the flags',
    'npm run perf -- load --rate VALUE --duration VALUE',
  ],
  [
    ['load', '100'],
    { npm_config_rate: 'true' },
    'npm kept --rate for itself, expected -- before the flags',
    'npm run perf -- load --rate 100',
  ],
  [
    ['quick'],
    { npm_config_profile: 'true' },
    'npm kept --profile for itself, expected -- before the flags',
    'npm run perf -- --profile quick',
  ],
  [
    [],
    { npm_config_scenario: 'pay*', npm_config_require_baselines: 'true' },
    'npm kept --scenario, --require-baselines for itself, expected -- before the flags',
    "npm run perf -- --scenario 'pay*' --require-baselines",
  ],
  [
    ['check'],
    { npm_config_instructions: '' },
    'npm kept --no-instructions for itself, expected -- before the flags',
    'npm run perf -- check --no-instructions',
  ],
  [
    ['baseline', 'show'],
    { npm_config_lane: 'local-2cpu' },
    'npm kept --lane for itself, expected -- before the flags',
    'npm run perf -- baseline show --lane local-2cpu',
  ],
  [
    ['serve'],
    { npm_config_port: '9000' },
    'npm kept --port for itself, expected -- before the flags',
    'npm start -- --port 9000',
  ],
])('a flag without a -- before it is refused, with the line as it is meant: %j %j', (...asked) => {
  const [argv, kept, said, remedy] = asked
  const failure = refusalOf(argv, kept)
  expect([failure?.code, failure?.message, failure?.remedy]).toEqual(['usage', said, remedy])
})

test('an address that npm kept is not shown: it may have a password in it', () => {
  const url = 'postgres://me:secret@db/x'
  const failure = refusalOf(['load'], { npm_config_postgres_url: url })
  expect(`${failure?.message} ${failure?.remedy}`).not.toContain('secret')
  expect(failure?.remedy).toBe('npm run perf -- load --postgres-url VALUE')
})

test('what npm has for itself is let be, and what stands on the line has been heard', () => {
  expect(refusalOf(['groups'], { npm_config_json: 'true', npm_config_only: 'prod' })).toBe(
    undefined,
  )
  expect(refusalOf(['serve', '--port', '1'], { npm_config_port: '3000' })).toBe(undefined)
  expect(refusalOf(['load'], { npm_config_seeds: '1', npm_config_quick: '' })).toBe(undefined)
})

test('a command that npm did not start has its line as it was typed', () => {
  const environment = { npm_config_rate: '100' }
  expect(() => refuseKeptByNpm(parseCommandLine(['load']), environment)).not.toThrow()
})
