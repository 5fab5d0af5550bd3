import type { ScenarioResult } from '../result/document.ts'
import type { ScenarioRecording } from '../result/recording.ts'

/**
 * The judge decides by numbers; what was seen inside the arms goes beside its verdicts, for the
 * reader.
 */
export function withEvidence(
  scenarios: readonly ScenarioResult[],
  recordings: readonly ScenarioRecording[],
): ScenarioResult[] {
  const seen = new Map(recordings.map(({ name, evidence }) => [name, evidence]))
  return scenarios.map((scenario) => {
    const evidence = seen.get(scenario.name)
    return evidence === undefined ? scenario : { ...scenario, evidence }
  })
}
