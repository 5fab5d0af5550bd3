import { DomainError } from '../../platform/errors.ts'

export function emptyPeriod(from: string, to: string): DomainError {
  return new DomainError('malformed', 'empty-period', `from ${from} is not before to ${to}`)
}
