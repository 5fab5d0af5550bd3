import { expect, test } from 'vitest'
import { type Rule, trackedFiles } from './repository.ts'
import {
  environmentInConfigOnly,
  everyTestRuns,
  narrowComments,
  nothingUnfinished,
  shortFiles,
} from './source-files.ts'

const files = trackedFiles()
const sees = (rule: Rule, path: string, text: string) => rule([{ path, text }]).length > 0

test('no file is longer than 250 lines', () => {
  expect(shortFiles(files)).toEqual([])
})

test('a file of 251 lines is seen, one of 250 is not', () => {
  expect(sees(shortFiles, 'a.sql', 'x\n'.repeat(251))).toBe(true)
  expect(sees(shortFiles, 'a.sql', 'x\n'.repeat(250))).toBe(false)
})

test('no comment is wider than 100 columns', () => {
  expect(narrowComments(files)).toEqual([])
})

test('a comment of 101 columns is seen, one of 100 or of one long word is not', () => {
  const wide = (columns: number) => `// ${'a '.repeat(columns).slice(0, columns - 4)}b`
  expect(sees(narrowComments, 'perf/a.ts', `const a = 1\n${wide(101)}\n`)).toBe(true)
  expect(sees(narrowComments, 'perf/a.ts', ` * ${wide(101).slice(3)}`)).toBe(true)
  expect(sees(narrowComments, 'perf/a.ts', wide(100))).toBe(false)
  expect(sees(narrowComments, 'perf/a.ts', `// https://example.com/${'a'.repeat(100)}`)).toBe(false)
  expect(sees(narrowComments, 'perf/a.ts', `const text = '${'a '.repeat(60)}'`)).toBe(false)
})

test('the environment is read in config.ts files only', () => {
  expect(environmentInConfigOnly(files)).toEqual([])
})

test.each(['process.env.PORT', "import { env } from 'node:process'", 'import.meta.env.MODE'])(
  '"%s" is seen in the core, and let pass in config.ts and tests',
  (text) => {
    expect(sees(environmentInConfigOnly, 'perf/load/a.ts', text)).toBe(true)
    expect(sees(environmentInConfigOnly, 'system/main.ts', text)).toBe(true)
    expect(sees(environmentInConfigOnly, 'system/config.ts', text)).toBe(false)
    expect(sees(environmentInConfigOnly, 'perf/load/a.test.ts', text)).toBe(false)
  },
)

test('nothing is marked as unfinished', () => {
  expect(nothingUnfinished(files)).toEqual([])
})

test.each(['// TODO later', '# FIXME', '-- HACK'])('"%s" is seen', (text) => {
  expect(sees(nothingUnfinished, 'a.sql', text)).toBe(true)
})

test('no test is left out, and none runs alone', () => {
  expect(everyTestRuns(files)).toEqual([])
})

test.each([
  "test.only('a')",
  "describe.skip('a')",
  "test.concurrent.skip('a')",
  "it.skipIf(noDocker)('a')",
  "test.todo('a')",
  "xit('a')",
  'context.skip()',
])('%s is seen', (text) => {
  expect(sees(everyTestRuns, 'a.test.ts', text)).toBe(true)
})
