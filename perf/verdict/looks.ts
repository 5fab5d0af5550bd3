import type { ScenarioRecording } from '../result/recording.ts'
import { policy, type ProfileName } from './policy.ts'

/** One declared look with all that follows from its declaration. */
export interface LookRule {
  /** From 0. */
  readonly index: number
  readonly generations: number
  readonly alpha: number
  /**
   * Fewer valid pairs cannot reach `alpha`: nothing is decided about such a metric at this look.
   */
  readonly neededPairs: number
  /**
   * Of one interval at this look. There are as many as there are looks, and together they hold the
   * policy's confidence: repeated confidence intervals, Jennison & Turnbull, JRSS B 51 (1989), by
   * Bonferroni.
   */
  readonly confidence: number
}

/** Throws RangeError for a look that the profile does not declare. */
export function lookRule(profile: ProfileName, index: number): LookRule {
  const { looks } = policy.profiles[profile]
  const look = looks[index]
  if (look === undefined) {
    throw new RangeError(
      `look ${index} of ${profile} is not declared, expected 0 to ${looks.length - 1}`,
    )
  }
  const confidence = 1 - (1 - policy.confidence) / looks.length
  return { index, ...look, neededPairs: neededPairs(look.alpha), confidence }
}

/** Share of runs of equal arms that may alarm, over all looks of a profile together. */
export function declaredAlpha(profile: ProfileName): number {
  return policy.profiles[profile].looks.reduce((sum, { alpha }) => sum + alpha, 0)
}

/**
 * For whoever does not know which look it was: the first that declares as many generations as were
 * begun, or the last.
 */
export function lookReached(
  profile: ProfileName,
  recordings: readonly ScenarioRecording[],
): number {
  const begun = Math.max(0, ...recordings.map(({ generations }) => generations.length))
  const { looks } = policy.profiles[profile]
  const reached = looks.findIndex(({ generations }) => generations >= begun)
  return reached < 0 ? looks.length - 1 : reached
}

/**
 * n pairs have 2^n arrangements, of which the observed one always counts: the smallest p is 2^-n.
 */
function neededPairs(alpha: number): number {
  return Math.ceil(-Math.log2(alpha))
}
