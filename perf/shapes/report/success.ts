import { noValue } from '../../counts.ts'
import type { PhaseFigures } from '../document.ts'
import { endedOf } from '../figures/ended.ts'

/** Of the journeys that ended. A share that is not quite all is never written as all: 99.996 %. */
export function successText(figures: Pick<PhaseFigures, 'completed' | 'shed' | 'errors'>): string {
  const ended = endedOf(figures)
  if (ended === 0) return noValue
  if (figures.completed >= ended) return '100 %'
  const percent = (100 * figures.completed) / ended
  const digits = percent > mostlyAll ? 3 : 1
  const floored = Math.floor(percent * 10 ** digits) / 10 ** digits
  return `${floored.toFixed(digits)} %`
}

const mostlyAll = 99.9
