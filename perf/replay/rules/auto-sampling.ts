import { studentUpperQuantile } from '../../stats/student.ts'
import { meanOf, sampleVarianceOf } from './moments.ts'
import { type MetricSeries, type Rule, said, type Word } from './rule.ts'

/**
 * Tachometer takes 50 samples and then ten at a time; a round has 8 to 24, so both are scaled
 * alike.
 */
const firstSamples = 8
const batch = 2
const confidence = 0.95

/**
 * Tachometer: a 95 % interval for the relative difference of two unpaired means, Student's t with
 * the smaller sample's degrees of freedom; sampling goes on until the interval leaves zero out or
 * time is over, and looks each time at the full 5 %.
 */
export const autoSamplingRule: Rule = {
  title: 'tachometer, 95 % interval',
  source:
    'https://github.com/google/tachometer#readme (auto sampling, horizon 0 %, 50 samples and ten at a time; src/stats)',
  applied: 'a generation is a sample: the first eight, then two at a time as far as the round goes',
  judge: sampling,
}

function sampling({ base, head, better }: MetricSeries): Word {
  const most = Math.min(base.length, head.length)
  if (most < 2) return 'no answer'
  let taken = Math.min(firstSamples, most)
  while (true) {
    const { low, high } = relativeDifference(base.slice(0, taken), head.slice(0, taken))
    if (low > 0 || high < 0) return said(better === 'lower' ? low > 0 : high < 0)
    if (taken >= most) return 'not slower'
    taken = Math.min(most, taken + batch)
  }
}

/** Interval of (head - base) / base; the variance of the ratio by the delta method. */
export function relativeDifference(
  base: readonly number[],
  head: readonly number[],
): { readonly low: number; readonly high: number } {
  const [a, b] = [meanOf(base), meanOf(head)]
  const [varianceA, varianceB] = [
    sampleVarianceOf(base) / base.length,
    sampleVarianceOf(head) / head.length,
  ]
  const variance = (varianceA * b ** 2 + varianceB * a ** 2) / a ** 4
  const freedom = Math.min(base.length, head.length) - 1
  const reach = studentUpperQuantile((1 - confidence) / 2, freedom) * Math.sqrt(variance)
  const centre = (b - a) / a
  return { low: centre - reach, high: centre + reach }
}
