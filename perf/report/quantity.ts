import { type Scale, scaleFor as scaleForUnit } from '../quantity.ts'
import { plainText } from './escape.ts'

/**
 * Numbers with their units as `perf/quantity.ts` writes them; a document's unit is somebody else's
 * text.
 */
export { isDuration } from '../quantity.ts'

const longestUnit = 20

export function scaleFor(unit: string, reference: number | null | undefined): Scale {
  return scaleForUnit(plainText(unit, longestUnit), reference)
}

/** One value by itself, scaled by itself. */
export function quantity(value: number | null | undefined, unit: string): string {
  return scaleFor(unit, value)(value)
}
