/**
 * Netting by another way than the system's, for tests: one payment after the other, plain numbers
 * as bigints, and the definitions word for word. Nothing here is shared with `positions.ts`.
 */
export interface PlainPayment {
  readonly debtorBank: string
  readonly creditorBank: string
  readonly currency: string
  readonly amountMinor: number
}

/** By "currency bank" and by "currency bank counterparty": what came in less what went out. */
export type PlainPositions = Readonly<Record<string, bigint>>

export function plainPositions(payments: readonly PlainPayment[]): PlainPositions {
  const positions: Record<string, bigint> = {}
  const book = (key: string, amount: bigint): void => {
    positions[key] = (positions[key] ?? 0n) + amount
  }
  for (const { debtorBank, creditorBank, currency, amountMinor } of payments) {
    if (debtorBank === creditorBank) continue
    book(`${currency} ${debtorBank}`, -BigInt(amountMinor))
    book(`${currency} ${creditorBank}`, BigInt(amountMinor))
    book(`${currency} ${debtorBank} ${creditorBank}`, -BigInt(amountMinor))
    book(`${currency} ${creditorBank} ${debtorBank}`, BigInt(amountMinor))
  }
  return positions
}

/** 1 - sum |net| / (2 gross), in millionths rounded down, over the positions towards all. */
export function plainEfficiencyE6(payments: readonly PlainPayment[], currency: string): number {
  const own = payments.filter(
    (payment) => payment.currency === currency && payment.debtorBank !== payment.creditorBank,
  )
  let gross = 0n
  for (const payment of own) gross += BigInt(payment.amountMinor)
  let absolute = 0n
  for (const [key, net] of Object.entries(plainPositions(own))) {
    if (key.split(' ').length === 2) absolute += net < 0n ? -net : net
  }
  return Number((1_000_000n * (2n * gross - absolute)) / (2n * gross))
}
