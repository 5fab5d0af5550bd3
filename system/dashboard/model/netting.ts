import { usdMinorOf } from './usd.ts'
import type { UsdPerUnitE9 } from './usd.ts'

interface Total {
  readonly currency: string
  readonly grossMinor: number
  readonly bilateralMinor: number
  readonly multilateralMinor: number
}

/** What has to move, in cents: payment by payment, pair by pair, or one position per bank. */
export interface Netted {
  readonly grossUsdMinor: bigint
  readonly bilateralUsdMinor: bigint
  readonly multilateralUsdMinor: bigint
  /** Percent of gross that need not move. */
  readonly bilateralPercent: number
  readonly multilateralPercent: number
}

/** @returns undefined when a currency has no rate */
export function nettedInUsd(totals: readonly Total[], rates: UsdPerUnitE9): Netted | undefined {
  const sum = (of: (total: Total) => number): bigint | undefined =>
    totals.reduce<bigint | undefined>((whole, total) => {
      const usdMinor = usdMinorOf(total.currency, BigInt(of(total)), rates)
      return whole === undefined || usdMinor === undefined ? undefined : whole + usdMinor
    }, 0n)
  const gross = sum(({ grossMinor }) => grossMinor)
  const bilateral = sum(({ bilateralMinor }) => bilateralMinor)
  const multilateral = sum(({ multilateralMinor }) => multilateralMinor)
  if (gross === undefined || bilateral === undefined || multilateral === undefined) {
    return undefined
  }
  return {
    grossUsdMinor: gross,
    bilateralUsdMinor: bilateral,
    multilateralUsdMinor: multilateral,
    bilateralPercent: saved(gross, bilateral),
    multilateralPercent: saved(gross, multilateral),
  }
}

function saved(gross: bigint, net: bigint): number {
  return gross === 0n ? 0 : Number(((gross - net) * 100_000n) / gross) / 1_000
}

interface Position {
  readonly currency: string
  readonly bank: string
  readonly counterparty: string | null
  readonly netMinor: number
}

export interface BankPosition {
  readonly bank: string
  readonly usdMinor: bigint
  /** Of the largest of all, in [-1, 1]; negative: the bank owes. */
  readonly share: number
}

/**
 * Each bank against all others, over all currencies. @returns undefined when a currency has no rate
 */
export function bankPositions(
  positions: readonly Position[],
  rates: UsdPerUnitE9,
): readonly BankPosition[] | undefined {
  const sums = new Map<string, bigint>()
  for (const { bank, counterparty, currency, netMinor } of positions) {
    if (counterparty === null) {
      const usdMinor = usdMinorOf(currency, BigInt(netMinor), rates)
      if (usdMinor === undefined) {
        return undefined
      }
      sums.set(bank, (sums.get(bank) ?? 0n) + usdMinor)
    }
  }
  const largest = Math.max(1, ...[...sums.values()].map((usdMinor) => Math.abs(Number(usdMinor))))
  return [...sums]
    .map(([bank, usdMinor]) => ({ bank, usdMinor, share: Number(usdMinor) / largest }))
    .sort((one, other) => (one.bank < other.bank ? -1 : 1))
}
