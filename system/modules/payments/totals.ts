import type { PaymentRecorded } from '../../events/payment-recorded.ts'

/**
 * What a message adds to the totals: counts by status, volumes by currency, banks that moved money.
 */
export interface Totals {
  readonly counts: ReadonlyMap<string, number>
  readonly banks: ReadonlySet<string>
}

export function totalsOf(events: readonly PaymentRecorded[]): Totals {
  const counts = new Map<string, number>()
  const banks = new Set<string>()
  for (const event of events) {
    if (event.kind === 'transfer') {
      continue
    }
    add(counts, event.status, 1)
    if (event.heldAs === undefined) {
      add(counts, 'recorded', 1)
    }
    if (event.status === 'settled') {
      add(counts, volumeField(event.currency), event.amountMinor)
      banks.add(event.debtorBank).add(event.creditorBank)
    }
  }
  return { counts, banks }
}

const volumePrefix = 'volume:'

export function volumeField(currency: string): string {
  return `${volumePrefix}${currency}`
}

/** The currency of a volume's field, undefined for other fields. */
export function currencyOf(field: string): string | undefined {
  return field.startsWith(volumePrefix) ? field.slice(volumePrefix.length) : undefined
}

function add(counts: Map<string, number>, field: string, amount: number): void {
  counts.set(field, (counts.get(field) ?? 0) + amount)
}
