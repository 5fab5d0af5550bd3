import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { endedByArguments } from './command-line.ts'

const printed: string[] = []
beforeEach(() => {
  printed.length = 0
  for (const name of ['log', 'error'] as const)
    vi.spyOn(console, name).mockImplementation((text: string) => void printed.push(text))
})
afterEach(() => vi.restoreAllMocks())

const end = (...argv: string[]) => endedByArguments(argv, 'npm run check', 'Usage: npm run check')

test('a script that takes no flags goes on without any', () => {
  expect([end(), printed]).toEqual([undefined, []])
})

test('it ends with 0 when asked for help', () => {
  expect([end('--help'), printed]).toEqual([0, ['Usage: npm run check']])
})

test.each([
  ['--bogus', 'npm run check does not take --bogus, expected --help'],
  ['types', 'npm run check got "types", expected no words'],
])('it ends with 2 at %s, in one sentence with the way to help', (word, said) => {
  expect(end(word)).toBe(2)
  expect(printed).toEqual([`error (usage): ${said}\n  try: npm run check -- --help`])
})
