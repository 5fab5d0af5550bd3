/** Positions on an axis: pure arithmetic, rounded so that the same run gives the same bytes. */
export type Axis = (value: number) => number

export function linear(domain: readonly [number, number], range: readonly [number, number]): Axis {
  const span = domain[1] - domain[0]
  return (value) => {
    const share = span === 0 ? 0.5 : (value - domain[0]) / span
    return rounded(range[0] + share * (range[1] - range[0]))
  }
}

/** A few round numbers inside a range, the steps being 1, 2 or 5 times a power of ten. */
export function ticks(low: number, high: number, about: number): number[] {
  const span = high - low
  if (!(span > 0) || !Number.isFinite(span)) return [low]
  const rough = span / Math.max(1, about)
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power
  const first = Math.ceil(low / step)
  const count = Math.min(20, Math.floor(high / step) - first + 1)
  return Array.from({ length: count }, (_, index) =>
    Number(((first + index) * step).toPrecision(12)),
  )
}

export const rounded = (value: number) => Number(value.toFixed(2))
export const clamp = (value: number, low: number, high: number) =>
  Math.min(high, Math.max(low, value))
