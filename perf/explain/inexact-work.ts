import { isTotal, totalOf } from '../result/counter-id.ts'
import type { CounterResult } from '../result/document.ts'

/**
 * Of what a total rose by beyond its exact counters, what one of the others rose by to be a reason
 * for it.
 */
const shareLeast = 0.5

/** Sums of equal parts in another order differ in the last bits. */
const grain = 1e-9

/**
 * Whether a counter whose passes differ did more work all the same. Mostly a clock drives it, and
 * it is in no total; then the total, which is exact, rises with the exact counters alone.
 */
export function isInexactWork(counter: CounterResult, counters: readonly CounterResult[]): boolean {
  const members = counters.filter(({ group }) => group === counter.group)
  const total = members.find(({ id, exact }) => exact && id === totalOf(counter.group))
  if (total === undefined || counter.exact) return false
  const exact = members.filter((member) => member.exact && !isTotal(member))
  const rest = rise(total) - exact.reduce((sum, member) => sum + rise(member), 0)
  return rest > grain && rise(counter) >= rest * shareLeast
}

function rise({ base, head }: CounterResult): number {
  return (head ?? 0) - (base ?? 0)
}
