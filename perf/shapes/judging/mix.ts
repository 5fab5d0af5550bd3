import { chiSquareUpperTail } from '../../stats/chi-square.ts'
import type { MixResult } from '../document.ts'

/** A group of labels of which each journey has one, and how often each should come. */
export interface MixWeights {
  readonly group: string
  /** By label; they sum to one. */
  readonly weights: Readonly<Record<string, number>>
}

/** A generator that draws as it should fails once in ten thousand runs. */
const alpha = 1e-4

/**
 * All groups that a journey declares; one that no journey has a label of is a failure, as nothing
 * was checked.
 */
export function judgeMixes(
  declared: readonly MixWeights[],
  labels: Readonly<Record<string, number>>,
): { readonly mixes: readonly MixResult[]; readonly failures: readonly string[] } {
  const judged = declared.map((mix) => ({ mix, result: judgeMix(mix, labels) }))
  return {
    mixes: judged.flatMap(({ result }) => result ?? []),
    failures: judged
      .filter(({ result }) => result === undefined)
      .map(({ mix }) => `the mix of ${mix.group} is not known: no journey was counted under it`),
  }
}

/**
 * Pearson's test of goodness of fit (Phil. Mag. 50, 1900) of what was offered against the weights
 * that were asked for. Labels are counted under "group label". Without any journey there is nothing
 * to fit.
 */
export function judgeMix(
  { group, weights }: MixWeights,
  labels: Readonly<Record<string, number>>,
): MixResult | undefined {
  const shares = Object.entries(weights).map(([label, weight]) => ({
    label,
    weight,
    count: labels[`${group} ${label}`] ?? 0,
  }))
  const total = shares.reduce((sum, { count }) => sum + count, 0)
  if (total === 0) return undefined
  const chiSquare = shares.reduce((sum, { weight, count }) => {
    const expected = weight * total
    return sum + (count - expected) ** 2 / expected
  }, 0)
  const degreesOfFreedom = shares.length - 1
  const pValue = chiSquareUpperTail(chiSquare, degreesOfFreedom)
  return { group, shares, chiSquare, degreesOfFreedom, pValue, fits: pValue >= alpha }
}
