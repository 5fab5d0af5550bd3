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

export function exportsBusy(): DomainError {
  const message = 'as many exports as may run at once are running'
  return new DomainError('overloaded', 'exports-busy', message, { retryAfterSeconds: 5 })
}
