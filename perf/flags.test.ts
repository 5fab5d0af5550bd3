import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { KnownFailure } from './errors.ts'
import { flagNames, parseCommandLine } from './flags.ts'

const ofCheck =
  '--profile, --generations, --base, --head, --scenario, --seed, --out, --services, --durability, --postgres-url, --redis-url, --kafka-brokers, --lane, --require-baselines, --instructions, --no-instructions, --help, --version'

test.each([
  [['--nonsense'], `check does not take --nonsense, expected one of ${ofCheck}`],
  [
    ['--profle'],
    `check does not take --profle (did you mean --profile?), expected one of ${ofCheck}`,
  ],
  [['--base'], '--base has no value, expected one after it'],
  [['--base', '--head'], '--base is followed by --head, expected a value, or --base=--head'],
  [['--out', ''], '--out is "", expected a value'],
  [['--base', 'a', '--base=b'], '--base is given twice, "a" and "b", expected once'],
  [['selftest', '--quick=yes'], '--quick is "yes", expected no value'],
  [['check', '-x'], `check does not take -x, expected one of ${ofCheck}`],
])('%j is refused once, in one sentence', (argv, said) => {
  const failure = failureOf(() => parseCommandLine(argv))
  expect([failure.code, failure.message, failure.cause]).toEqual(['usage', said, undefined])
})

test.each([
  [['serve', '--scenario', 'x'], 'serve does not take --scenario', 'npm start -- --help'],
  [['doctor', '--bogus'], 'doctor does not take --bogus', 'npm run doctor -- --help'],
  [['selftest', '--base', 'x'], 'selftest does not take --base', 'npm run selftest -- --help'],
  [['check', '--port', '1'], 'check does not take --port', 'npm run perf -- --help'],
  [['baseline', 'update', '--lane', 'x'], 'baseline update does not', 'npm run perf -- --help'],
  [['chek', '--bogus'], 'npm run perf does not take --bogus', 'npm run perf -- --help'],
  [['--bse', 'HEAD'], 'check does not take --bse', 'npm run perf -- --help'],
  [['--bogus=1', 'serve'], 'serve does not take --bogus', 'npm start -- --help'],
  [['serve', '--bogus', 'x'], 'serve does not take --bogus', 'npm start -- --help'],
])('a flag that the command does not read is refused: %j', (argv, said, remedy) => {
  const failure = failureOf(() => parseCommandLine(argv))
  expect([failure.code, failure.remedy]).toEqual(['usage', remedy])
  expect(failure.message).toContain(said)
  expect(failure.message).toContain(', expected one of --')
})

test.each([
  [['baseline', 'show', '--lane', 'local-2cpu'], { lane: 'local-2cpu' }],
  [['baseline', 'update', '--result', 'x', '--unmerged'], { result: 'x', unmerged: true }],
  [['report', '--result=x'], { result: 'x' }],
  [['serve', '--port', '1', '--services', 'embedded'], { port: '1', services: 'embedded' }],
  [['doctor', '-h'], { help: true }],
  [['--base=-x', '--version'], { base: '-x', version: true }],
])('a flag that the command reads is taken: %j', (argv, flags) => {
  expect({ ...parseCommandLine(argv).flags }).toEqual(flags)
})

test.each([
  [['--scenario', 'fx', '--scenario', 'netting'], "--scenario '{fx,netting}'"],
  [['load', '--scenario', 'fx', '--scenario', 'netting'], 'npm run perf -- --help'],
])('two scenarios are one glob where a glob is taken: %j', (argv, remedy) => {
  expect(failureOf(() => parseCommandLine(argv)).remedy).toBe(remedy)
})

test('the help names every flag, and takes no more columns than a terminal has', () => {
  const usage = readFileSync(join(import.meta.dirname, 'usage.txt'), 'utf8')
  expect(flagNames.filter((name) => !usage.includes(`--${name}`))).toEqual([])
  expect(usage.split('\n').filter(({ length }) => length > 100)).toEqual([])
})

function failureOf(act: () => unknown): KnownFailure {
  try {
    act()
  } catch (failure) {
    if (failure instanceof KnownFailure) return failure
  }
  throw new Error('expected a KnownFailure, got none')
}
