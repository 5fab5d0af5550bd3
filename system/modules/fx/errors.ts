import { DomainError } from '../../platform/errors.ts'

const retryAfterSeconds = 1

export const fxErrors = {
  noRates: () =>
    new DomainError('unavailable', 'fx-rates-missing', 'no exchange rates are known yet', {
      retryAfterSeconds,
    }),
  staleRates: (ageMs: number, ageMsMost: number) =>
    new DomainError(
      'unavailable',
      'fx-rates-stale',
      `exchange rates are ${Math.round(ageMs)} ms old, expected at most ${ageMsMost} ms`,
      { retryAfterSeconds },
    ),
  emptySpan: (from: string, to: string) =>
    new DomainError('malformed', 'span-empty', `from ${from} is not before to ${to}`),
} as const
