import type { CounterResult, ScenarioResult } from '../result/document.ts'
import { type CounterTolerances, tolerancesSchemaVersion } from '../result/tolerances.ts'
import { learnTolerances } from '../verdict/tolerance.ts'
import {
  type JudgeRecord,
  type RecordedCounter,
  type RecordedScenario,
  roundsOfLane,
  selfCheck,
} from './record.ts'

/** What the self-checks of a lane teach about its counters; undefined before the first of them. */
export function learnedTolerances(
  record: JudgeRecord,
  lane: string,
): CounterTolerances | undefined {
  const equal = roundsOfLane(record, lane).filter(({ change }) => change === selfCheck)
  const last = equal.at(-1)
  if (last === undefined) return undefined
  const scenarios = equal.reduce(
    (known, round) => learnTolerances(known, round.scenarios.map(asResult)),
    {},
  )
  return { schema: tolerancesSchemaVersion, lane, measuredAt: last.takenAt, scenarios }
}

/** As much of the result as learning reads. */
function asResult(scenario: RecordedScenario): ScenarioResult {
  const { name, kind, status } = scenario
  return {
    name,
    title: name,
    kind,
    status:
      status.kind === 'measured'
        ? { kind: 'measured' }
        : { kind: 'invalid', reason: status.reason ?? status.kind },
    metrics: [],
    counters: scenario.counters.map(asCounter),
    invariants: [],
    generations: [],
    load: null,
  }
}

function asCounter({ id, role, exact, base, head, verdict }: RecordedCounter): CounterResult {
  const group = id.slice(0, id.indexOf('/'))
  const unread = { title: id, unit: '', detail: null, stored: null }
  return { id, group, ...unread, exact, base, head, role, verdict }
}
