import { expect, inject, test } from 'vitest'
import { measureScenario, type UntimedEvent } from '../measuring/measure-scenario.ts'
import type { ScenarioRecording } from '../result/recording.ts'
import { appendProgress, progressFile } from '../session/progress-file.ts'
import { earlierRecording, writeFailure, writeRecording } from '../session/recording-files.ts'
import type { Session } from '../session/session.ts'
import { sayVerdict } from '../session/standalone-verdict.ts'
import { registerScenariosWith, type Scenario } from './scenario.ts'

/**
 * Under vitest, a scenario file is a test: it measures, and fails when a system failed or an
 * invariant was violated.
 */
registerScenariosWith((scenario: Scenario) => {
  test(scenario.title, async () => {
    const session = inject('session')
    const recording = await record(session, scenario)
    if (inject('standalone')) sayVerdict(session, recording)
    expect(recording.failure).toBeUndefined()
    const violated = recording.invariants.filter((invariant) => invariant.violations > 0)
    expect(violated).toEqual([])
  })
})

/**
 * Leaves the recording, or the failure that kept it from one; what a system did wrong is in the
 * recording.
 */
async function record(session: Session, scenario: Scenario): Promise<ScenarioRecording> {
  const progress = progressFile(session.ledgerFolder)
  try {
    const recording = await measureScenario({
      session,
      scenario,
      scenarioFile: expect.getState().testPath ?? '',
      earlier: earlierRecording(session, scenario.name),
      onProgress: (event: UntimedEvent) => appendProgress(progress, event),
    })
    writeRecording(session, recording)
    return recording
  } catch (failure) {
    writeFailure(session, scenario.name, failure)
    throw failure
  }
}
