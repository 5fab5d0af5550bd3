import type { PhaseFigures } from '../document.ts'

/**
 * Journeys that ended in a stretch, well or not: what was offered shortly before its end may end
 * after it.
 */
export function endedOf({
  completed,
  shed,
  errors,
}: Pick<PhaseFigures, 'completed' | 'shed' | 'errors'>): number {
  return completed + shed + errors
}
