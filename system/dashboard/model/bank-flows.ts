import { formatCount, formatUsd } from './format.ts'
import { usdMinorOfVolumes } from './usd.ts'
import type { UsdPerUnitE9 } from './usd.ts'

export interface MeasuredFlow {
  readonly from: string
  readonly to: string
  readonly count: number
  /** What its width stands for: cents, or payments where not every rate is known. */
  readonly value: number
  readonly text: string
}

export interface MeasuredFlows {
  readonly items: readonly MeasuredFlow[]
  /** All banks that pay or are paid, in one order. */
  readonly bics: readonly string[]
  readonly inUsd: boolean
}

interface Flow {
  readonly from: string
  readonly to: string
  readonly count: number
  readonly volume: Readonly<Record<string, string>>
}

/** Widths that are compared are of one unit: all in USD, or all in payments. */
export function measuredFlows(flows: readonly Flow[], rates: UsdPerUnitE9): MeasuredFlows {
  const inUsdMinor = flows.map(({ volume }) => usdMinorOfVolumes(volume, rates))
  const inUsd = inUsdMinor.every((usdMinor) => usdMinor !== undefined)
  const items = flows.map(({ from, to, count }, index) => {
    const value = inUsd ? Number(inUsdMinor[index] ?? 0n) : count
    const text = inUsd
      ? formatUsd(value)
      : `${formatCount(count)} ${count === 1 ? 'payment' : 'payments'}`
    return { from, to, count, value, text }
  })
  const bics = [...new Set(flows.flatMap(({ from, to }) => [from, to]))].sort()
  return { items: items.sort((one, other) => other.value - one.value), bics, inUsd }
}
