import { expect, test } from 'vitest'
import { KnownFailure } from './errors.ts'
import { parseCommandLine } from './flags.ts'

test.each([
  [['--nonsense'], "Unknown option '--nonsense'"],
  [['--base'], "Option '--base <value>' argument missing"],
  [['--base', '--head'], "Option '--base' argument is ambiguous"],
  [['--quick=yes'], "Option '--quick' does not take an argument"],
])('%j is refused once, in one sentence', (argv, said) => {
  const failure = failureOf(() => parseCommandLine(argv))
  expect([failure.code, failure.message, failure.cause]).toEqual(['usage', said, undefined])
})

function failureOf(act: () => unknown): KnownFailure {
  try {
    act()
  } catch (failure) {
    if (failure instanceof KnownFailure) return failure
  }
  throw new Error('expected a KnownFailure, got none')
}
