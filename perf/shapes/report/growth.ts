import { exact, noValue } from '../../counts.ts'
import { quantity } from '../../quantity.ts'
import type { GrowthResult, ShapeResult } from '../document.ts'
import type { TextTable } from './tables.ts'

/** How each thing that a soak watches grew. */
export function growthTable({ growth = [] }: ShapeResult): TextTable {
  return {
    title: 'Growth over the soak',
    head: ['of', 'at the end', 'per hour', 'interval', 'p', 'until it is full', ''],
    rows: growth.map((each) => [
      each.name,
      quantity(each.level, each.unit),
      quantity(each.perHour, each.unit),
      each.low === null || each.high === null
        ? noValue
        : `${quantity(each.low, each.unit)} to ${quantity(each.high, each.unit)}`,
      each.pValue === null ? noValue : each.pValue < 1e-4 ? '< 0.0001' : each.pValue.toFixed(4),
      hoursText(each),
      each.verdict === 'leak' ? 'LEAK' : each.verdict,
    ]),
  }
}

/** Who had allocated what is still held, told where something leaks. */
export function heldTable({ growth = [], held = [], load }: ShapeResult): TextTable {
  const isLeaking = growth.some(({ verdict, mayFail }) => verdict === 'leak' && mayFail)
  const perJourney = (bytes: number) => bytes / Math.max(1, load.steady.completed)
  return {
    title: 'Still held of what was allocated after warm-up',
    head: ['allocated by', 'held', 'per journey'],
    rows: isLeaking
      ? held.map(({ name, bytes }) => [
          name,
          quantity(bytes, 'bytes'),
          quantity(perJourney(bytes), 'bytes'),
        ])
      : [],
  }
}

function hoursText({ hoursToExhaustion, verdict }: GrowthResult): string {
  if (hoursToExhaustion === null || verdict === 'steady') return noValue
  return hoursToExhaustion > hoursMost ? `> ${hoursMost} h` : `${exact(round(hoursToExhaustion))} h`
}

const hoursMost = 10_000
const round = (hours: number) => Math.round(hours * 10) / 10

export function leakSentence(growth: GrowthResult): string {
  const { name, unit, perHour, low, hoursToExhaustion, pValue } = growth
  const proof = `${quantity(perHour, unit)} per hour, at least ${quantity(low, unit)}, p ${pValue?.toExponential(1)}`
  const full =
    hoursToExhaustion === null
      ? ''
      : `; full in ${exact(round(hoursToExhaustion))} hours at this pace`
  return `${name} leaks: ${proof}${full}`
}
