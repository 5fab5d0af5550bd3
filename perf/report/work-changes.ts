import type { CounterResult, RunResult, ScenarioResult } from '../result/document.ts'
import { counterValue } from './change.ts'
import { isTotal } from '../result/counter-id.ts'
import { counterMeaning } from './meaning.ts'

/**
 * What changed in the work of one operation, named: an SQL statement with all its counters
 * together, or a Redis command, a Kafka topic. Only exact counters, and no totals: a total says
 * that work changed, this says which.
 */
export type WorkChange = {
  readonly scenario: string
  readonly kind: 'new' | 'gone' | 'changed'
  /** The statement, else what the counter counts. */
  readonly text: string
  /** "calls – → 1", one for each counter that changed. */
  readonly changes: readonly string[]
  readonly meaning: string | null
  /** The counter that speaks for the others: the number of calls where that changed. */
  readonly counter: CounterResult
}

/** What both passes counted alike is judged within a tolerance all the same where it has one. */
export const showsAnyChange = ({ exact, tolerance }: CounterResult) =>
  exact && tolerance === undefined

/** Of a group that need not be exact, less than what matters is no change. */
export const hasChanged = ({ verdict }: Pick<CounterResult, 'verdict'>) =>
  verdict.kind === 'regressed' || verdict.kind === 'improved'

export function workChangesOf(result: RunResult): WorkChange[] {
  return result.scenarios.flatMap(workChanges).sort((a, b) => order(a) - order(b))
}

export function workChanges(scenario: ScenarioResult): WorkChange[] {
  const changed = scenario.counters.filter(
    (counter) => counter.exact && hasChanged(counter) && !isTotal(counter),
  )
  const groups = Map.groupBy(changed, (counter) => counter.detail ?? counter.id)
  return [...groups.values()].flatMap((counters): WorkChange[] => {
    const counter = counters.find(({ group }) => group === 'sql.calls') ?? counters[0]
    if (counter === undefined) return []
    const kind = (counter.base ?? 0) === 0 ? 'new' : (counter.head ?? 0) === 0 ? 'gone' : 'changed'
    return [
      {
        scenario: scenario.name,
        kind,
        text: counter.detail ?? counter.title,
        changes: counters.map(
          ({ group, base, head }) => `${group} ${counterValue(base)} → ${counterValue(head)}`,
        ),
        meaning: counterMeaning(counter, scenario.counters),
        counter,
      },
    ]
  })
}

/** More work before less, new statements before others. */
function order({ kind, counter }: WorkChange): number {
  if (kind === 'new') return 0
  return (counter.head ?? 0) > (counter.base ?? 0) ? 1 : 2
}
