import type { InvariantResult, Outcome } from '../../result/document.ts'
import type { GeneratorResult, MixResult, ObjectiveResult } from '../document.ts'
import { exact } from '../../counts.ts'
import { quantity } from '../../quantity.ts'
import type { OthersSeen } from './others.ts'

export interface Judged {
  readonly invariants: readonly InvariantResult[]
  readonly objectives: readonly ObjectiveResult[]
  readonly mixes: readonly MixResult[]
  readonly generator: GeneratorResult
  /** Why latency and rate cannot be judged. */
  readonly tooFew: string | undefined
  readonly others: OthersSeen | undefined
  /** What a shape of its own kind found wrong, whatever its clock is worth; one sentence each. */
  readonly failures: readonly string[]
  /** Why a shape of its own kind has measured nothing, one sentence each. */
  readonly doubts: readonly string[]
  /**
   * A shape that means to be too much may saturate its generator, and says so in place of failing.
   */
  readonly mayBeSaturated: boolean
}

export interface Decided {
  readonly outcome: Outcome
  readonly reasons: readonly string[]
}

/**
 * Wrong outranks slow, because a wrong run's speed means nothing; and of a generator that was the
 * limit no objective can be believed, because what it measured was itself. Nor can one of a run
 * that measured nothing, nor one of latency or rate where too few were measured, or others had much
 * of the machine.
 */
export function decide(judged: Judged): Decided {
  const found = judged.failures
  const wrong = [...judged.invariants.flatMap(violated), ...judged.mixes.flatMap(unfit), ...found]
  if (wrong.length > 0) return { outcome: 'failed', reasons: wrong }
  const { saturated } = judged.generator
  if (saturated !== null && !judged.mayBeSaturated) {
    return { outcome: 'invalid', reasons: [`the load generator was the limit: ${saturated}`] }
  }
  if (judged.doubts.length > 0) return { outcome: 'invalid', reasons: judged.doubts }
  const missed = judged.objectives.filter(({ isKept }) => !isKept)
  const reasons = missed.map(miss)
  // What nothing was measured of is not wrong yet.
  const isWrong = missed.some((each) => !isOfTime(each) && each.value !== null)
  if (isWrong) return { outcome: 'failed', reasons }
  if (judged.tooFew !== undefined) return { outcome: 'invalid', reasons: [judged.tooFew] }
  if (missed.length === 0) return { outcome: 'passed', reasons }
  if (judged.others?.excuses === true && missed.every(isOfTime)) {
    return { outcome: 'invalid', reasons: [...reasons, judged.others.said] }
  }
  return { outcome: 'failed', reasons }
}

/** Of latency or rate: what a busy machine makes worse by itself. It loses or refuses nothing. */
const isOfTime = ({ unit }: ObjectiveResult): boolean => unit === 'ms' || unit === '/s'

function violated({ id, title, violations, sample }: InvariantResult): string[] {
  if (violations === 0) return []
  return [`invariant ${id} (${title}) is violated ${exact(violations)} times: ${sample[0] ?? ''}`]
}

function unfit({ group, fits, pValue }: MixResult): string[] {
  return fits ? [] : [`the mix of ${group} is not as weighted: chi-square p ${pValue}`]
}

function miss({ what, unit, compare, limit, value }: ObjectiveResult): string {
  const promised = `${compare} ${quantity(limit, unit)}`
  return `${what}: promised ${promised}, got ${quantity(value, unit)}`
}
