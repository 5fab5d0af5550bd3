import { grouped, noValue, signed } from './counts.ts'

/**
 * A number with its unit, scaled so that it reads well, for whoever writes a sentence: the judge as
 * well as the reports. The scale comes from one reference value, so that the base and head of a row
 * stand in the same unit.
 */
type Step = { readonly factor: number; readonly name: string }

const time: readonly Step[] = [
  { factor: 1e-9, name: 'ns' },
  { factor: 1e-6, name: 'µs' },
  { factor: 1e-3, name: 'ms' },
  { factor: 1, name: 's' },
]
const size: readonly Step[] = [
  { factor: 1, name: 'B' },
  { factor: 1e3, name: 'kB' },
  { factor: 1e6, name: 'MB' },
  { factor: 1e9, name: 'GB' },
]
const spellings: Readonly<
  Record<string, { readonly steps: readonly Step[]; readonly factor: number }>
> = {
  ns: { steps: time, factor: 1e-9 },
  us: { steps: time, factor: 1e-6 },
  µs: { steps: time, factor: 1e-6 },
  ms: { steps: time, factor: 1e-3 },
  s: { steps: time, factor: 1 },
  B: { steps: size, factor: 1 },
  bytes: { steps: size, factor: 1 },
}

export type Scale = (value: number | null | undefined) => string

/** `unit` as the document has it: "us/op", "ms", "/s", "bytes", "calls". */
export function scaleFor(unitText: string, reference: number | null | undefined): Scale {
  const unit = unitText.replace(/^1\//, '/')
  const cut = unit.search(/\/| per /)
  const head = cut < 0 ? unit : unit.slice(0, cut)
  const tail = cut < 0 ? '' : unit.slice(cut)
  const known = Object.hasOwn(spellings, head) ? spellings[head] : undefined
  if (known === undefined) return (value) => numberWith(value, 1, unit)
  const magnitude = Math.abs(reference ?? 0) * known.factor
  const fitting = known.steps.findLast((step) => magnitude >= step.factor) ?? known.steps[0]
  const step =
    magnitude === 0 ? { factor: known.factor, name: head === 'us' ? 'µs' : head } : fitting
  return (value) =>
    numberWith(value, known.factor / (step?.factor ?? 1), `${step?.name ?? head}${tail}`)
}

/** One value by itself, scaled by itself. */
export function quantity(value: number | null | undefined, unit: string): string {
  return scaleFor(unit, value)(value)
}

/** Three significant digits, thousands grouped: 0.412, 12.1, 9,000. */
export function significant(value: number): string {
  if (!Number.isFinite(value)) return noValue
  if (value === 0) return '0'
  const magnitude = Math.abs(value)
  if (magnitude >= 1e15 || magnitude < 1e-6) return signed(value, magnitude.toExponential(2))
  const text = magnitude.toPrecision(3)
  return signed(value, text.includes('e') || magnitude >= 100 ? grouped(Number(text)) : text)
}

/** True for waiting time ("ms"), false for a cost per operation ("us/op"). */
export function isDuration(unit: string): boolean {
  return Object.hasOwn(spellings, unit) && spellings[unit]?.steps === time
}

function numberWith(value: number | null | undefined, factor: number, unit: string): string {
  if (value === null || value === undefined) return noValue
  const text = significant(value * factor)
  return unit === '' || unit === '1' ? text : `${text} ${unit}`
}
