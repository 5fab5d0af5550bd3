import { plural } from '../../counts.ts'
import type { LoadFigures, PhaseFigures } from '../document.ts'
import { endedOf } from '../figures/ended.ts'
import type { PartRole, ShapeName } from '../shape.ts'

/**
 * Of fewer p99 is but the slowest one; and one in ten that comes late is all that a promise of rate
 * leaves, which must not be one of ten.
 */
const endedLeast = 100

/** Why latency and rate cannot be judged; undefined where they can, or nobody promised them. */
export function tooFew(
  shape: ShapeName,
  load: Pick<LoadFigures, 'steady' | 'parts'>,
): string | undefined {
  return judgedOf(shape, load)
    .map(tooFewOf)
    .find((reason) => reason !== undefined)
}

function judgedOf(
  shape: ShapeName,
  { steady, parts }: Pick<LoadFigures, 'steady' | 'parts'>,
): PhaseFigures[] {
  switch (shape) {
    case 'smoke':
    case 'load':
    case 'soak':
      return [steady]
    case 'stress':
    case 'spike':
      return parts.filter(({ role }) => promised.includes(role)).map(({ figures }) => figures)
    // A ladder climbs until it is many.
    case 'breakpoint':
      return []
  }
}

const promised: readonly PartRole[] = ['normal', 'overload']

/** Of a system that was asked often and has answered seldom enough is known. */
function tooFewOf(figures: PhaseFigures): string | undefined {
  const ended = endedOf(figures)
  if (Math.max(ended, figures.offered) >= endedLeast) return undefined
  const state = `too few to judge latency and rate: ${plural(ended, 'journey')} ended`
  return `${state}, expected at least ${endedLeast}`
}
