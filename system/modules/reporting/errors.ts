import { DomainError } from '../../platform/errors.ts'

export function dateInvalid(day: string): DomainError {
  return new DomainError(
    'malformed',
    'date-invalid',
    `${day} is not a day of the calendar from 1970 to 9998`,
  )
}

export function datesReversed(from: string, to: string): DomainError {
  const message = `date_to ${to} is before date_from ${from}`
  return new DomainError('malformed', 'dates-reversed', message)
}

/** What the caller has used up itself. */
export function exportsLimited(tenant: string, most: number): DomainError {
  const message = `tenant ${tenant} reads ${most} exports, expected fewer: let one of them end first`
  return new DomainError('limited', 'exports-limited', message, { retryAfterSeconds })
}

/** What others have used up. */
export function exportsBusy(most: number): DomainError {
  const message = `${most} exports of all tenants are being read, expected fewer: come again`
  return new DomainError('overloaded', 'exports-busy', message, { retryAfterSeconds })
}

const retryAfterSeconds = 5
