import type { ScenarioResult } from '../result/document.ts'
import { type CounterTolerances, tolerancesSchemaVersion } from '../result/tolerances.ts'
import { learnTolerances } from '../verdict/tolerance.ts'
import { type JudgeRecord, type RecordedScenario, roundsOfLane, selfCheck } from './record.ts'
import { asCounter } from './unpack-round.ts'

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
