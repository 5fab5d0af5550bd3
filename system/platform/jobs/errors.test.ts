import { describe, expect, it } from 'vitest'
import { DependencyUnavailable, DomainError } from '../errors.ts'
import { judgeFailure } from './errors.ts'

describe('a failed job', () => {
  it('is not tried again when a rule refused it', () => {
    const verdict = judgeFailure(new DomainError('conflict', 'invoice-paid', 'invoice 7 is paid'))
    expect(verdict).toEqual({
      final: true,
      failure: { code: 'invoice-paid', message: 'invoice 7 is paid' },
    })
  })

  it('is tried again when a service was away', () => {
    expect(judgeFailure(new DependencyUnavailable('postgres', new Error('reset'))).final).toBe(
      false,
    )
  })

  it('is tried again after an unforeseen error, whose text is not shown to the tenant', () => {
    const verdict = judgeFailure(new Error('password of the database is hunter2'))
    expect(verdict.final).toBe(false)
    expect(JSON.stringify(verdict.failure)).not.toContain('hunter2')
  })
})
