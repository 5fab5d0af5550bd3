import { expect, test } from 'vitest'
import { checks, checksAtOnce } from './checks.ts'

test('a small machine runs one check at a time, a large one all of them', () => {
  expect(checksAtOnce(8, 500)).toBe(1)
  expect(checksAtOnce(1, 64_000)).toBe(1)
  expect(checksAtOnce(2, 64_000)).toBe(2)
  expect(checksAtOnce(64, 64_000)).toBe(checks.length)
})
