import { markdownTable } from 'markdown-table'
import { fewestThatSay, tooFewToSay } from '../../result/judge-figures.ts'
import { rateConfidence } from '../../selftest/figures.ts'
import { rateBounds } from '../../stats/binomial.ts'

/** The first column is words, all others are figures. */
export function table(rows: readonly (readonly string[])[]): string {
  const [head = []] = rows
  return markdownTable(
    rows.map((row) => [...row]),
    { align: head.map((_, column) => (column === 0 ? 'l' : 'r')) },
  )
}

/** 0.0523 is "5.2 %"; near none and near all keep a digit more. */
export function percent(share: number): string {
  return rounded(share, Math.round)
}

/** Bounds are never rounded to the better. */
export const percentDown = (share: number): string => rounded(share, Math.floor)
export const percentUp = (share: number): string => rounded(share, Math.ceil)

function rounded(share: number, round: (value: number) => number): string {
  const value = share * 100
  const fromEnd = Math.min(value, 100 - value)
  const digits = fromEnd <= 0 || fromEnd >= 10 ? 0 : fromEnd >= 0.1 ? 1 : 2
  // A millionth off, as sums of floats are, is no reason to go a step further.
  const scaled = value * 10 ** digits
  const whole = Math.abs(scaled - Math.round(scaled)) < 1e-6 ? Math.round(scaled) : round(scaled)
  return `${(whole / 10 ** digits).toFixed(digits)} %`
}

/** "2 of 40 (at most 15 %)"; of none of them nothing is known, and of few of them no rate. */
export function atMost(count: number, of: number): string {
  return withBound(count, of, () => {
    return `at most ${percentUp(rateBounds(count, of, rateConfidence).high)}`
  })
}

export function atLeast(count: number, of: number): string {
  return withBound(count, of, () => {
    return `at least ${percentDown(rateBounds(count, of, rateConfidence).low)}`
  })
}

function withBound(count: number, of: number, bound: () => string): string {
  if (of === 0) return '–'
  return `${count} of ${of} (${of < fewestThatSay ? tooFewToSay : bound()})`
}

export function plain(count: number, of: number): string {
  return of === 0 ? '–' : `${count} of ${of}`
}

export function paragraphs(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('\n\n')
}

export function distinct(values: readonly string[]): string {
  return [...new Set(values)].join(', ')
}
