import type { PaymentRecorded } from '../../events/payment-recorded.ts'
import type { ReportingNeeds } from './needs.ts'

/** One row of `clearing_violation_day`, or what is to be added to it. */
export interface DayViolations {
  /** UTC, ISO. */
  readonly day: string
  /** BIC of a bank that did not clear. */
  readonly bank: string
  payments: number
}

/**
 * What events add to the violations of days. A payment that is queued from the start came when a
 * bank of its did not clear, or both; one that a review has let go on is none.
 *
 * @param at when the events were recorded, ISO
 */
export function addViolations(
  violations: Map<string, DayViolations>,
  events: readonly PaymentRecorded[],
  at: string,
  isOpen: ReportingNeeds['isOpen'],
): void {
  const [day, atMs] = [at.slice(0, 10), Date.parse(at)]
  for (const { status, heldAs, debtorBank, creditorBank } of events) {
    if (status !== 'queued' || heldAs !== undefined) {
      continue
    }
    for (const bank of new Set([debtorBank, creditorBank])) {
      if (!isOpen(bank, atMs)) {
        const name = `${day} ${bank}`
        const known = violations.get(name) ?? { day, bank, payments: 0 }
        violations.set(name, known)
        known.payments += 1
      }
    }
  }
}
