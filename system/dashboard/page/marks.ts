import type { BankDay } from '../model/bank-day.ts'
import { svg } from './dom.ts'

/** Small drawings that stand in tables. Their text says the same. */

const barWidthPx = 140
const barHeightPx = 12

export interface BarOptions {
  /** In [0, 1]; more is cut off. */
  readonly share: number
  readonly tone?: string
  /** Where limits are, in [0, 1]. */
  readonly limits?: readonly number[]
}

export function bar({ share, tone, limits = [] }: BarOptions): SVGElement {
  const filled = Math.max(0, Math.min(1, share)) * barWidthPx
  return frame('bar', [
    svg('rect', { class: 'track', width: barWidthPx, height: barHeightPx, rx: 3 }),
    svg('rect', { class: 'fill', width: filled, height: barHeightPx, rx: 3, 'data-tone': tone }),
    ...limits.map((limit) => {
      const x = Math.round(limit * barWidthPx)
      return svg('line', { class: 'limit', x1: x, x2: x, y1: -2, y2: barHeightPx + 2 })
    }),
  ])
}

/** To the right what is owed to one, to the left what one owes. @param share in [-1, 1] */
export function twoSidedBar(share: number): SVGElement {
  const middle = barWidthPx / 2
  const length = Math.min(1, Math.abs(share)) * middle
  return frame('bar two-sided', [
    svg('rect', { class: 'track', width: barWidthPx, height: barHeightPx, rx: 3 }),
    svg('rect', {
      class: 'fill',
      'data-side': share < 0 ? 'owes' : 'gets',
      x: share < 0 ? middle - length : middle,
      width: length,
      height: barHeightPx,
    }),
    svg('line', { class: 'limit', x1: middle, x2: middle, y1: -2, y2: barHeightPx + 2 }),
  ])
}

/** A bank's local day from midnight to midnight. */
export function dayLine({ now, window }: BankDay, open: boolean): SVGElement {
  const x = now * barWidthPx
  const parts: SVGElement[] = [
    svg('rect', { class: 'track', width: barWidthPx, height: barHeightPx, rx: 3 }),
  ]
  if (window !== undefined) {
    const { from, until } = window
    const width = (until - from) * barWidthPx
    const place = { x: from * barWidthPx, width, height: barHeightPx, rx: 3 }
    parts.push(svg('rect', { class: 'window', 'data-open': String(open), ...place }))
  }
  parts.push(svg('line', { class: 'limit', x1: x, x2: x, y1: -2, y2: barHeightPx + 2 }))
  return frame('bar day', parts)
}

export function sparkline(path: string): SVGElement {
  return frame('bar spark', [svg('path', { d: path })])
}

export const sparkSize = { width: barWidthPx, height: 24 } as const

function frame(name: string, parts: readonly SVGElement[]): SVGElement {
  const height = name.endsWith('spark') ? sparkSize.height : barHeightPx
  return svg(
    'svg',
    { class: name, viewBox: `0 0 ${barWidthPx} ${height}`, width: barWidthPx, height },
    ...parts,
  )
}
