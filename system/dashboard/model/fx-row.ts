import { noFigure } from './format.ts'

interface Point {
  readonly rateE9: number
  readonly spiked: boolean
}

export interface FxRow {
  readonly currency: string
  readonly usdPerUnit: string
  readonly unitsPerUsd: string
  /** Over the span of the history; undefined without one. */
  readonly changePercent: number | undefined
  readonly changeText: string
  readonly spikes: number
  readonly spikedNow: boolean
  readonly path: string
}

const scale = 1e9
const digits = new Intl.NumberFormat('en-GB', {
  minimumSignificantDigits: 6,
  maximumSignificantDigits: 6,
})

export function fxRow(
  currency: string,
  rateE9: number,
  history: readonly Point[] | undefined,
  now: { readonly spiked: readonly string[]; readonly width: number; readonly height: number },
): FxRow {
  const first = history?.[0]?.rateE9
  const changePercent = first === undefined ? undefined : (rateE9 / first - 1) * 100
  return {
    currency,
    usdPerUnit: digits.format(rateE9 / scale),
    unitsPerUsd: digits.format(scale / rateE9),
    changePercent,
    changeText: changePercent === undefined ? noFigure : signed(changePercent),
    spikes: history?.filter(({ spiked }) => spiked).length ?? 0,
    spikedNow: now.spiked.includes(currency),
    path: linePath([...(history ?? []).map((point) => point.rateE9), rateE9], now),
  }
}

function signed(percent: number): string {
  const text = Math.abs(percent).toFixed(2)
  return text === '0.00' ? `${text}%` : `${percent < 0 ? '−' : '+'}${text}%`
}

/** Of one width for any number of values, from their lowest to their highest. */
export function linePath(
  values: readonly number[],
  { width, height }: { readonly width: number; readonly height: number },
): string {
  const low = Math.min(...values)
  const span = Math.max(...values) - low || 1
  const inset = 2
  const step = values.length < 2 ? 0 : width / (values.length - 1)
  return values
    .map((value, index) => {
      const y = height - inset - ((value - low) / span) * (height - 2 * inset)
      return `${index === 0 ? 'M' : 'L'}${(index * step).toFixed(1)} ${y.toFixed(1)}`
    })
    .join('')
}
