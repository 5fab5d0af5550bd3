import type { PaymentRecorded } from '../../events/payment-recorded.ts'

/** One row of `payment_day_total`, or what is to be added to it. */
export interface DayTotal {
  /** UTC, ISO. */
  readonly day: string
  readonly debtorBank: string
  readonly creditorBank: string
  readonly currency: string
  readonly status: string
  payments: number
  amountMinor: bigint
  usdMinor: bigint
}

/**
 * What events add to the totals of days. A payment that was held and is not any more goes from one
 * state to another: it is taken from the one and given to the other, on the day of its making.
 *
 * @param at when the events were recorded, ISO
 */
export function addUp(
  totals: Map<string, DayTotal>,
  events: readonly PaymentRecorded[],
  at: string,
): void {
  const today = at.slice(0, 10)
  for (const event of events) {
    // Transfers are between accounts of the gateway; no customer paid anything.
    if (event.kind === 'transfer') {
      continue
    }
    if (event.heldAs === undefined) {
      add(totals, event, today, event.status, 1)
    } else {
      const day = dayOfId(event.id)
      add(totals, event, day, event.heldAs, -1)
      add(totals, event, day, event.status, 1)
    }
  }
}

/** A UUIDv7 begins with the milliseconds of its making. */
function dayOfId(id: string): string {
  const ms = Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16)
  return new Date(ms).toISOString().slice(0, 10)
}

function add(
  totals: Map<string, DayTotal>,
  event: PaymentRecorded,
  day: string,
  status: string,
  sign: 1 | -1,
): void {
  const { debtorBank, creditorBank, currency } = event
  const name = `${day} ${debtorBank} ${creditorBank} ${currency} ${status}`
  let total = totals.get(name)
  if (total === undefined) {
    const counts = { payments: 0, amountMinor: 0n, usdMinor: 0n }
    total = { day, debtorBank, creditorBank, currency, status, ...counts }
    totals.set(name, total)
  }
  total.payments += sign
  total.amountMinor += BigInt(sign * event.amountMinor)
  total.usdMinor += BigInt(sign * (event.usdMinor ?? 0))
}
