import { expect, it } from 'vitest'
import { KnownFailure } from '../../perf/errors.ts'
import { parseOptions } from './options.ts'
import { benchRows, selectRows } from './rows.ts'

it('without flags run everything that is promised and write nothing', () => {
  expect(parseOptions([])).toMatchObject({
    row: undefined,
    write: false,
    strict: false,
    seconds: undefined,
    results: [],
    services: 'auto',
    durability: 'process-crash',
    command: 'npm run bench',
  })
  const names = selectRows(benchRows, undefined).map((row) => row.name)
  expect(names).toContain('payments-3000')
  expect(names).not.toContain('knee')
})

it('are each turned by their flag', () => {
  const argv = ['--row', 'pay*', '--strict', '--seconds', '2.5', '--result', '/tmp/a']
  const more = ['--result', '/tmp/b', '--services', 'embedded', '--durability', 'durable']
  expect(parseOptions([...argv, ...more])).toEqual({
    row: 'pay*',
    write: false,
    strict: true,
    help: false,
    seconds: 2.5,
    results: ['/tmp/a', '/tmp/b'],
    services: 'embedded',
    durability: 'durable',
    command:
      "npm run bench -- --row 'pay*' --strict --seconds 2.5 --result /tmp/a --result /tmp/b --services embedded --durability durable",
  })
})

it('write the document when told so, and never from a load that was tried for a moment', () => {
  expect(parseOptions(['--write'])).toMatchObject({ write: true })
  expect(() => parseOptions(['--write', '--seconds', '2'])).toThrow(
    '--write and --seconds are both given, expected one of them',
  )
})

it.each([
  [['--seconds', '0'], '--seconds is "0", expected a positive number'],
  [['--seconds', 'soon'], '--seconds is "soon", expected a positive number'],
  [['--services', 'external'], '--services is "external", expected one of auto, testcontainers'],
  [['--durability', 'none'], '--durability is "none", expected one of durable'],
])('%o are refused', (argv, message) => {
  expect(() => parseOptions(argv)).toThrow(message)
})

it.each([
  [
    ['--wirte'],
    'npm run bench does not take --wirte (did you mean --write?), expected one of --row',
  ],
  [['--row', '--write'], '--row is followed by --write, expected a value, or --row=--write'],
  [['--result'], '--result has no value, expected one after it'],
  [['payments'], 'npm run bench got "payments", expected no words'],
])('that cannot be meant (%o) are refused in one sentence, with the way to help', (argv, said) => {
  const failure = failureOf(() => parseOptions(argv))
  expect([failure.code, failure.remedy]).toEqual(['usage', 'npm run bench -- --help'])
  expect(failure.message).toContain(said)
})

function failureOf(act: () => unknown): KnownFailure {
  try {
    act()
  } catch (failure) {
    if (failure instanceof KnownFailure) return failure
  }
  throw new Error('expected a KnownFailure, got none')
}

it('are quoted in the command that is recorded, where a shell would change them', () => {
  expect(parseOptions(['--row', '{payments-*,overhead}', '--result', "a'b"]).command).toBe(
    String.raw`npm run bench -- --row '{payments-*,overhead}' --result 'a'\''b'`,
  )
})

it('select rows by a pattern, optional ones too, and refuse one that matches none', () => {
  const names = (pattern: string) => selectRows(benchRows, pattern).map((row) => row.name)
  expect(names('payments-*')).toEqual(['payments-3000', 'payments-9000'])
  expect(names('knee')).toEqual(['knee'])
  expect(() => names('payment')).toThrow(
    '--row payment matches no row, expected one of payments-3000',
  )
})

it('name every row differently', () => {
  const names = benchRows.map((row) => row.name)
  expect(new Set(names).size).toBe(names.length)
})
