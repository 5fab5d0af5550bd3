import { groupOf } from '../../result/counter-id.ts'
import type { JudgeRound } from '../../selftest/record.ts'
import { truthOf } from '../truth.ts'

/** What showed a planted change in a round: `timing`, and groups of counters. */
interface CaughtBy {
  readonly timing: boolean
  readonly counters: readonly string[]
}

/** Of regressed gates those alone that the change can move. */
export function caughtBy(round: JudgeRound): CaughtBy {
  const gates = truthOf(round.change)?.gates ?? []
  const measured = round.scenarios.filter(({ kind }) => kind !== 'control')
  const regressed = (scenario: (typeof measured)[number]) =>
    [...scenario.metrics, ...scenario.counters]
      .filter(({ role, verdict }) => role === 'gate' && verdict.kind === 'regressed')
      .map(({ id }) => id)
  const ids = measured.flatMap(regressed)
  return {
    timing: ids.some((id) => !id.includes('/') && gates.includes(id)),
    counters: [...new Set(ids.filter((id) => id.includes('/')).map(groupOf))].filter((group) =>
      gates.includes(group),
    ),
  }
}

/** "`execution` in 10, timings in 1"; the numbers are left out where there is one round. */
export function caughtByWords(rounds: readonly JudgeRound[]): string {
  const shown = rounds.map(caughtBy)
  const times = (is: (by: CaughtBy) => boolean) => shown.filter(is).length
  const groups = [...new Set(shown.flatMap(({ counters }) => counters))].toSorted()
  const parts = [
    ...groups.map(
      (group) => [`\`${group}\``, times(({ counters }) => counters.includes(group))] as const,
    ),
    ['timings', times(({ timing }) => timing)] as const,
  ].filter(([, count]) => count > 0)
  return parts
    .map(([name, count]) => (rounds.length === 1 ? name : `${name} in ${count}`))
    .join(', ')
}
