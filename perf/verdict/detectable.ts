import { detectableEffect } from '../stats/detectable-effect.ts'
import { type PairedMetric, relativeEffect, sampleOf, worseBy } from './pairs.ts'
import { policy } from './policy.ts'

/**
 * The smallest effect, as a share worse, that a run with this metric's scatter would have found
 * with the policy's power; `alpha` is what one member of the family may spend. Null with too few
 * pairs.
 */
export function detectableOf(metric: PairedMetric, alpha: number): number | null {
  const { smallestEffect, better } = metric.policy
  const found = detectableEffect(sampleOf(metric), {
    alpha,
    power: policy.detectablePower,
    smallestEffect: worseBy(smallestEffect, better),
  })
  return found === null ? null : relativeEffect(found, better)
}
