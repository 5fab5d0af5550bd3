import type { CounterResult } from '../result/document.ts'
import { recordingSchemaVersion, type ScenarioRecording } from '../result/recording.ts'
import { policy, type ProfileName } from '../verdict/policy.ts'
import { unpackGenerations } from './packed-generations.ts'
import type { JudgeRound, RecordedCounter, RecordedScenario } from './record.ts'

/** The raw pairs in the form that judges take. Counters are kept as judged, not as passes. */
export function asRecording({ name, kind, generations }: RecordedScenario): ScenarioRecording {
  return {
    schema: recordingSchemaVersion,
    name,
    title: name,
    kind,
    generations: unpackGenerations(generations),
    counters: [],
    invariants: [],
    load: null,
    requests: null,
  }
}

/** As it was judged then; what only a reader of reports needs is not in a record. */
export function asCounter({ id, ...figures }: RecordedCounter): CounterResult {
  const [group = id] = id.split('/', 1)
  return { id, group, title: id, unit: '', detail: null, stored: null, ...figures }
}

/** Undefined for one that the policy declares no more. */
export function profileOf({ profile }: JudgeRound): ProfileName | undefined {
  return Object.hasOwn(policy.profiles, profile) ? (profile as ProfileName) : undefined
}
