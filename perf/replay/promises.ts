import { rateBounds } from '../stats/binomial.ts'
import type { JudgeRecord } from '../selftest/record.ts'
import { profileOf } from '../selftest/unpack-round.ts'
import { declaredAlpha } from '../verdict/looks.ts'
import { policy } from '../verdict/policy.ts'
import type { Rejudged } from './rejudge.ts'
import { rejudgeAll } from './truth.ts'

/** A promise counts as broken when chance would do this in one record of a hundred. */
const confidence = 0.99
/** Of what was caught then, what must be caught today. */
const caughtAgain = 0.95
/** Rounded to five digits, a figure at the very edge of a threshold may fall on its other side. */
const atTheEdge = 1 / 50

export const emptyRecord = 'the record is empty, expected rounds to judge again'

/**
 * What today's judge owes to the record of what it said before, each as a sentence where it is
 * broken. The bounds are exact and follow n: two false alarms in five rounds are too many, two in
 * five hundred are not.
 */
export function brokenPromises({ rounds }: JudgeRecord): string[] {
  if (rounds.length === 0) return [emptyRecord]
  const rejudged = rejudgeAll(rounds)
  if (rejudged.length === 0) return ['no recorded round could be judged again, expected some']
  return [...falseAlarms(rejudged), ...lostCatches(rejudged), ...otherWords(rejudged)]
}

/** Of rounds in which nothing is slower and that could measure, by what their profile declares. */
function falseAlarms(rejudged: readonly Rejudged[]): string[] {
  const able = rejudged.filter(({ assessment }) => assessment !== 'inconclusive')
  const harmless = able.filter(({ round }) => !round.harmful)
  const byProfile = Map.groupBy(harmless, ({ round }) => profileOf(round))
  return [...byProfile].flatMap(([profile, of]) => {
    if (profile === undefined) return []
    const alarms = of.filter(({ assessment }) => assessment === 'false').length
    const declared = declaredAlpha(profile)
    if (rateBounds(alarms, of.length, confidence).low <= declared) return []
    return [
      `${alarms} of ${of.length} rounds without harm alarm in ${profile}, expected at most ${share(declared)}`,
    ]
  })
}

/** A policy may give something up, not most of what it could do. */
function lostCatches(rejudged: readonly Rejudged[]): string[] {
  const caught = rejudged.filter(({ round }) => round.assessment === 'caught')
  const again = caught.filter(({ assessment }) => assessment === 'caught').length
  if (caught.length === 0 || rateBounds(again, caught.length, confidence).high >= caughtAgain) {
    return []
  }
  return [
    `${again} of ${caught.length} rounds that were caught are caught again, expected at least ${share(caughtAgain)}`,
  ]
}

/** The same policy says the same of the same numbers. */
function otherWords(rejudged: readonly Rejudged[]): string[] {
  const same = rejudged.filter(({ round }) => round.policy === policy.version)
  const other = same.filter(({ round, assessment }) => round.assessment !== assessment)
  if (other.length <= same.length * atTheEdge) return []
  const names = other.map(
    ({ round, assessment }) =>
      `${round.change} seed ${round.seed} was ${round.assessment}, is ${assessment}`,
  )
  const judged = `policy ${policy.version} judges ${other.length} of its ${same.length} rounds otherwise`
  return [`${judged}, expected at most ${share(atTheEdge)}: ${names.join('; ')}`]
}

/** 0.01 is "1 %"; sums of alphas differ from it in their last bits. */
function share(of: number): string {
  return `${Number((of * 100).toPrecision(6))} %`
}
