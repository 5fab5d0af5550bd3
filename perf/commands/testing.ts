import { fixtures } from '../report/fixtures.ts'
import type { ScenarioRecording } from '../result/recording.ts'
import type { RunResult } from '../result/document.ts'
import { judgeRun } from '../verdict/judge.ts'
import { policy } from '../verdict/policy.ts'
import { generationsOf, healthy, passesWith, recordingOf } from '../verdict/testing.ts'

/** Results whose verdicts follow from their numbers, for tests of whatever judges them again. */
const values = {
  throughputPerSecond: 900,
  cpuUsPerOpSystem: 36,
  cpuUsPerOpPostgres: 41,
  latencyMsP50: 4,
  latencyMsP95: 9,
}
const wobble = [1.01, 0.99, 1.005, 0.995, 1.008, 0.992, 1.003, 0.997]

/** Eight generations; head differs by `changes` (1.1 is 10 % more), give or take 1 %. */
export function paymentsGenerations(changes: Record<string, number> = {}) {
  const factors = wobble.map((factor) =>
    Object.fromEntries(Object.keys(values).map((id) => [id, factor * (changes[id] ?? 1)])),
  )
  return generationsOf(values, factors)
}

export function paymentsRecording(changes: Partial<ScenarioRecording> = {}): ScenarioRecording {
  return recordingOf({
    generations: paymentsGenerations(),
    counters: passesWith(
      { 'sql.calls/a': 5, 'sql.calls/b': 1, 'redis.commands/get': [3, 4] },
      { 'sql.calls/a': 5, 'sql.calls/b': 1, 'redis.commands/get': [4, 3] },
    ),
    ...changes,
  })
}

/** What an honest run would have written about these recordings. */
export function honestResult(recordings: readonly ScenarioRecording[]): RunResult {
  const judgement = judgeRun({ recordings, profile: 'pr', seed: 1, machine: healthy })
  const { version } = policy
  return { ...fixtures.calm, machine: healthy, seed: 1, policy: version, ...judgement }
}

export const calmResult = () => honestResult([paymentsRecording()])

/** 10 % more CPU per operation in the system. */
export const slowerResult = () =>
  honestResult([paymentsRecording({ generations: paymentsGenerations({ cpuUsPerOpSystem: 1.1 }) })])

/** The same document with every verdict turned into a pass. */
export function acquitted(result: RunResult): RunResult {
  const verdict = { kind: 'equivalent' as const, upperBound: 0 }
  return {
    ...result,
    outcome: 'passed',
    scenarios: result.scenarios.map((scenario) => ({
      ...scenario,
      status: { kind: 'measured' },
      metrics: scenario.metrics.map((metric) => ({ ...metric, role: 'inform', verdict })),
      counters: scenario.counters.map((counter) => ({ ...counter, role: 'inform', verdict })),
    })),
  }
}
