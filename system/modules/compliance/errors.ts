import { DomainError } from '../../platform/errors.ts'

const retryAfterSeconds = 1

export const complianceErrors = {
  noList: () =>
    new DomainError('unavailable', 'sanctions-list-missing', 'no sanctions list is known yet', {
      retryAfterSeconds,
    }),
} as const
