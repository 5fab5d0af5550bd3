import { markdownTable } from 'markdown-table'
import { rateBounds } from '../../stats/binomial.ts'

/** One-sided, of every bound that the document prints. */
export const confidence = 0.95

/** The first column is words, all others are figures. */
export function table(rows: readonly (readonly string[])[]): string {
  const [head = []] = rows
  return markdownTable(
    rows.map((row) => [...row]),
    { align: head.map((_, column) => (column === 0 ? 'l' : 'r')) },
  )
}

/** 0.0523 is "5.2 %"; what is below a tenth of a percent keeps two digits. */
export function percent(share: number): string {
  const value = share * 100
  const digits = value === 0 || value >= 10 ? 0 : value >= 0.1 ? 1 : 2
  return `${value.toFixed(digits)} %`
}

/** "2 of 40 (at most 15 %)"; of none of them nothing is known. */
export function atMost(count: number, of: number): string {
  if (of === 0) return '–'
  return `${count} of ${of} (at most ${percent(rateBounds(count, of, confidence).high)})`
}

export function atLeast(count: number, of: number): string {
  if (of === 0) return '–'
  return `${count} of ${of} (at least ${percent(rateBounds(count, of, confidence).low)})`
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
