import { expect, inject, test } from 'vitest'
import { measureScenario } from '../measuring/measure-scenario.ts'
import { appendProgress, progressFile } from '../session/progress-file.ts'
import { writeFailure, writeRecording } from '../session/recording-files.ts'
import { sayVerdict } from '../session/standalone-verdict.ts'
import { registerScenariosWith, type Scenario } from './scenario.ts'

/** Under vitest, a scenario file is a test: it measures, and fails when an invariant was violated. */
registerScenariosWith((scenario: Scenario) => {
  test(scenario.title, async () => {
    const session = inject('session')
    const progress = progressFile(session.ledgerFolder)
    try {
      const recording = await measureScenario({
        session,
        scenario,
        scenarioFile: expect.getState().testPath ?? '',
        onProgress: (event) => appendProgress(progress, event),
      })
      writeRecording(session, recording)
      if (inject('standalone')) sayVerdict(session, recording)
      const violated = recording.invariants.filter((invariant) => invariant.violations > 0)
      expect(violated).toEqual([])
    } catch (failure) {
      writeFailure(session, scenario.name, failure)
      throw failure
    }
  })
})
