import { DomainError } from '../../platform/errors.ts'

export function nothingToNet(): DomainError {
  const message = 'no settled payment between two banks waits to be netted'
  return new DomainError('conflict', 'nothing-to-net', message)
}

export function cycleNotFound(id: number): DomainError {
  return new DomainError(
    'not-found',
    'netting-cycle-not-found',
    `netting cycle ${id} does not exist`,
  )
}

export function tooManyClosings(): DomainError {
  const message = 'more closings of netting cycles are waiting than can be done soon'
  return new DomainError('overloaded', 'netting-busy', message, { retryAfterSeconds: 1 })
}

/** Nothing of them is netted: a payment that was left out would be in no cycle for ever. */
export function accountsWithoutBank(payments: number, throughNumber: number): DomainError {
  return new DomainError(
    'conflict',
    'account-without-bank',
    `${payments} payments, the last with settlement number ${throughNumber}, are of accounts that the tenant does not have, expected a bank for each`,
  )
}
