import { minorOfDecimal } from './format.ts'
import { usdMinorOf } from './usd.ts'
import type { UsdPerUnitE9 } from './usd.ts'

export interface CurrencyVolume {
  readonly currency: string
  readonly volumeMinor: bigint
  /** In cents; undefined without a rate. */
  readonly usdMinor: bigint | undefined
  /**
   * Percent of all volume in USD; undefined when some currency has no rate, because there is no
   * whole.
   */
  readonly percent: number | undefined
}

/** @param volumes major units as decimal text by currency @returns largest first */
export function currencyVolumes(
  volumes: Readonly<Record<string, string>>,
  rates: UsdPerUnitE9,
): readonly CurrencyVolume[] {
  const known = Object.entries(volumes).map(([currency, text]) => {
    const volumeMinor = minorOfDecimal(text)
    return { currency, volumeMinor, usdMinor: usdMinorOf(currency, volumeMinor, rates) }
  })
  const complete = known.every(({ usdMinor }) => usdMinor !== undefined)
  const wholeMinor = known.reduce((sum, { usdMinor = 0n }) => sum + usdMinor, 0n)
  return known
    .map((one) => ({
      ...one,
      percent: complete ? share(one.usdMinor ?? 0n, wholeMinor) : undefined,
    }))
    .sort(complete ? byValue : byName)
}

function share(part: bigint, whole: bigint): number {
  return whole === 0n ? 0 : Number((part * 100_000n) / whole) / 1_000
}

function byValue(one: CurrencyVolume, other: CurrencyVolume): number {
  return Number((other.usdMinor ?? 0n) - (one.usdMinor ?? 0n)) || byName(one, other)
}

function byName(one: CurrencyVolume, other: CurrencyVolume): number {
  return one.currency < other.currency ? -1 : 1
}
