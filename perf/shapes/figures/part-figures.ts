import type { LoadFigures } from '../document.ts'
import type { PlannedPart } from '../plan.ts'
import { figuresOf, stretchesWithin, type Stretch } from './figures.ts'

/**
 * Figures of each part of a load, and of all but its ramps. What ends after the schedule was
 * offered within it: it counts with the last part, whose time it does not lengthen. Left out, a
 * system that stops answering shortly before the end would look as good as one that never does.
 */
export function partFigures(
  parts: readonly PlannedPart[],
  stretches: readonly Stretch[],
): Pick<LoadFigures, 'whole' | 'steady' | 'parts'> {
  const lastPart = parts.at(-1)
  const late = stretchesWithin(stretches, lastPart?.toMs ?? 0, Number.POSITIVE_INFINITY)
  const within = parts.map((part) => ({
    part,
    stretches: stretchesWithin(stretches, part.fromMs, part.toMs),
    late: part === lastPart ? late : [],
  }))
  const steady = within.filter(({ part }) => part.role !== 'ramp')
  return {
    whole: figuresOf(stretches),
    steady: figuresOf(
      steady.flatMap((each) => each.stretches),
      steady.flatMap((each) => each.late),
    ),
    parts: within.map((each) => ({
      ...each.part,
      figures: figuresOf(each.stretches, each.late),
    })),
  }
}
