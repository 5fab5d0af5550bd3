import { median } from './quantile.ts'
import { asChecked, type Sample } from './sample.ts'

/**
 * Median of all pairwise means, each value with itself included: Hodges & Lehmann, "Estimates of
 * Location Based on Rank Tests", Annals of Mathematical Statistics 34 (1963). Nearly as sharp as
 * the mean on normal noise, and one spoilt generation in eight does not move it far.
 */
export function hodgesLehmann(sample: Sample): number {
  const means: number[] = []
  for (const [index, first] of sample.entries()) {
    for (let other = index; other < sample.length; other++) {
      means.push((first + (sample[other] as number)) / 2)
    }
  }
  return median(asChecked(means))
}
