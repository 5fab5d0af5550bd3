import type { CounterResult } from '../result/document.ts'
import type { RecordedCounter } from '../selftest/record.ts'
import { asCounter } from '../selftest/unpack-round.ts'
import { judgedCounter } from '../verdict/judge-counters.ts'

/**
 * A recorded counter judged by today's policy. The record has what the passes came to and the
 * tolerance that was known then, not the passes: tolerances learned since would have seen the very
 * round.
 */
export function rejudgeCounter(counter: RecordedCounter): CounterResult {
  const known = asCounter(counter)
  // Neither arm has it, and only a stored baseline could say anything of that; what it said is
  // recorded.
  if (known.base === null && known.head === null) return known
  const judged = judgedCounter(counter)
  return { ...known, ...judged, role: onlyInformed(counter) ? 'inform' : judged.role }
}

/**
 * A tolerance without a gate: too few self-checks were on record, and the repetitions of the run
 * itself said what they could. No policy of today can make a record of it.
 */
function onlyInformed({ role, tolerance }: RecordedCounter): boolean {
  return role === 'inform' && tolerance !== undefined
}
