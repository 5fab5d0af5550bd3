import { expect, test } from 'vitest'
import { DomainError } from './errors.ts'

test('what was foreseen has no stack, and whatever fails next has one', () => {
  const refusal = new DomainError('overloaded', 'queue-full', 'too much')
  expect(refusal.stack).not.toContain('\n')
  expect(new Error('fault').stack).toContain('errors.test.ts')
})
