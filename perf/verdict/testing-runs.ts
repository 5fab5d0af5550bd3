import type { MetricResult } from '../result/document.ts'
import type { ScenarioRecording } from '../result/recording.ts'
import { judgeRun, type JudgeInput } from './judge.ts'
import { generationsOf, healthy, passesWith, recordingOf } from './testing.ts'

/** Runs of the quick profile in calm noise, for the tests of the judge as a whole. */
export const values = {
  throughputPerSecond: 900,
  cpuUsPerOpSystem: 36,
  cpuUsPerOpPostgres: 41,
  latencyMsP50: 4,
  latencyMsP95: 9,
}
export const wobble = [1.01, 0.99, 1.005, 0.995, 1.008, 0.992, 1.003, 0.997]
export const calm = wobble.map((factor) =>
  Object.fromEntries(Object.keys(values).map((id) => [id, factor])),
)
export const slower = (id: string, by: number) =>
  calm.map((factor) => ({ ...factor, [id]: (factor[id] as number) * by }))

export const control = (factors: Parameters<typeof generationsOf>[1]) =>
  recordingOf({
    name: 'control',
    kind: 'control',
    generations: generationsOf({ latencyMsP50: 1, spinMs: 50 }, factors),
  })
export const passes = passesWith({ 'sql.calls/total': 6 }, { 'sql.calls/total': 6 })

export function judge(recordings: readonly ScenarioRecording[], changes: Partial<JudgeInput> = {}) {
  return judgeRun({ recordings, profile: 'quick', seed: 1, machine: healthy, ...changes })
}
export const payments = (
  factors: Parameters<typeof generationsOf>[1],
  changes: Partial<ScenarioRecording> = {},
) => recordingOf({ generations: generationsOf(values, factors), counters: passes, ...changes })
export const metricOf = (judgement: ReturnType<typeof judge>, id: string, scenario = 0) =>
  judgement.scenarios[scenario]?.metrics.find((metric) => metric.id === id) as MetricResult
