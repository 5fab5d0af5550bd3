import { anonymous } from '../code-places/code-place.ts'
import { type CodePlace, textMost } from '../result/evidence.ts'

/** Figures and places as a sentence has them. */
export function count(value: number): string {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2
  const rounded = value === 0 ? 0 : Number(value.toFixed(digits)) || Number(value.toPrecision(1))
  return rounded.toLocaleString('en-US', { maximumFractionDigits: 6 })
}

export function duration(us: number): string {
  if (Math.abs(us) >= 1_000_000) return `${count(us / 1_000_000)} s`
  if (Math.abs(us) >= 1_000) return `${count(us / 1_000)} ms`
  return `${count(us)} µs`
}

export function bytes(value: number): string {
  if (Math.abs(value) >= 1_000_000) return `${count(value / 1_000_000)} MB`
  if (Math.abs(value) >= 1_000) return `${count(value / 1_000)} kB`
  return `${count(value)} B`
}

export function times(value: number): string {
  return value === 1 ? 'once' : `${count(value)} times`
}

export function percent(share: number): string {
  return `${count(share * 100)} %`
}

const statementLength = 110
const columnsLength = 24

const written = /\b(insert\s+into|(?<!\b(?:for|do)\s)update|delete\s+from)\s+(?!set\b)"?(\w+)/gi

/**
 * A statement on one line; of a long one, what it reads from or writes to rather than its columns.
 */
export function shortStatement(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim()
  if (line.length <= statementLength) return line
  const writes = new Set([...line.matchAll(written)].map(([, verb, table]) => `${verb} ${table}`))
  if (/^with\b/i.test(line) && writes.size > 0) {
    return cut(`${line.slice(0, 4)} … ${[...writes].join(' … ')} …`)
  }
  const from = /^select\b/i.test(line) ? line.search(/ from /i) : -1
  return cut(from > columnsLength ? `${line.slice(0, columnsLength)}…${line.slice(from)}` : line)
}

function cut(line: string): string {
  return line.length <= statementLength ? line : `${line.slice(0, statementLength - 1)}…`
}

/** "pay (system/modules/payments/service.ts:50)" */
export function placeName({ function: name, file, line }: CodePlace): string {
  if (file === '') return name
  const where = line === 0 ? file : `${file}:${line}`
  return name === '' || name === anonymous ? `the function at ${where}` : `${name} (${where})`
}

/** As long as the evidence's texts may be. */
export function fitted(text: string): string {
  return text.length <= textMost ? text : `${text.slice(0, textMost - 1)}…`
}
