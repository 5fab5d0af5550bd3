import type { CounterResult, ScenarioResult, Verdict } from '../result/document.ts'
import { groupOf, isExactSum, isTotal } from '../result/counter-id.ts'
import type { LearnedTolerance, ScenarioTolerances } from '../result/tolerances.ts'
import { own } from './own.ts'
import { counterPolicy, policy } from './policy.ts'

/**
 * What equal arms have been seen apart, with reserve: `undefined` while too few have been compared.
 * Of n equal pairs and one more, each is the farthest apart equally often; the reserve takes the
 * chance of a false alarm from 1/(n + 1) to what `tolerance.test.ts` measures.
 */
export function recordedTolerance(learned: LearnedTolerance | undefined): number | undefined {
  const { neededComparisons, reserve } = policy.tolerance
  if (learned === undefined || learned.comparisons < neededComparisons) return undefined
  return learned.largest * reserve
}

/** Smallest relative change that a group of this name is asked about. */
export function smallestEffectOf(group: string): number {
  const known = counterPolicy(group)
  return known.kind === 'tolerated' ? known.smallestEffect : policy.tolerance.smallestEffect
}

/** A change counts that is larger than what matters and larger than what equal arms show. */
export function toleratedVerdict(
  base: number,
  head: number,
  tolerance: number,
  smallestEffect: number,
): Verdict {
  // Nothing to divide by, so that no tolerance says anything about it.
  if (base === 0 && head > 0) return { kind: 'inconclusive', detectableEffect: null }
  const effect = base === 0 ? 0 : head / base - 1
  const needed = Math.max(smallestEffect, tolerance)
  if (effect > needed) return { kind: 'regressed', effect, pValue: null }
  if (effect < -needed) return { kind: 'improved', effect, pValue: null }
  if (tolerance > smallestEffect) return { kind: 'inconclusive', detectableEffect: tolerance }
  return { kind: 'equivalent', upperBound: effect + tolerance }
}

/** Adds what one self-check saw to what is known; for whoever keeps the record. */
export function learnTolerances(
  known: Readonly<Record<string, ScenarioTolerances>>,
  scenarios: readonly ScenarioResult[],
): Record<string, ScenarioTolerances> {
  const learned: Record<string, ScenarioTolerances> = { ...known }
  for (const { name, counters, status } of scenarios) {
    if (status.kind !== 'measured') continue
    const before = own(learned, name) ?? {}
    const seen = counters.filter(isLearnable).map(({ id, base, head }) => {
      const group = groupOf(id)
      const { comparisons, largest } = own(before, group) ?? { comparisons: 0, largest: 0 }
      const apart = Math.abs((head as number) / (base as number) - 1)
      return [group, { comparisons: comparisons + 1, largest: Math.max(largest, apart) }] as const
    })
    learned[name] = { ...before, ...Object.fromEntries(seen) }
  }
  return learned
}

/** Totals of what never is exact, or was not exact here. */
function isLearnable(counter: CounterResult): boolean {
  const { id, exact, base, head } = counter
  if (!isTotal(counter) || isExactSum(id)) return false
  const { kind } = counterPolicy(groupOf(id))
  if (kind === 'inform' || (kind === 'exact' && exact)) return false
  return base !== null && head !== null && base > 0 && head > 0
}
