import { expect, test } from 'vitest'
import type { Objective } from '../result/recording.ts'
import { judgeRun } from './judge.ts'
import { generationsOf, healthy, passesWith, recordingOf } from './testing.ts'

const values = {
  throughputPerSecond: 900,
  cpuUsPerOpSystem: 36,
  cpuUsPerOpPostgres: 41,
  latencyMsP50: 4,
  latencyMsP95: 9,
}
const eight = (factor: Readonly<Record<string, number>> = {}) =>
  generationsOf(values, new Array(8).fill(factor))
const p95: Objective = {
  metric: 'latencyMsP95',
  compare: 'at most',
  limit: 10,
  atPerSecond: 3_000,
}
const summary = (achievedPerSecond: number) => ({
  offeredPerSecond: 3_000,
  achievedPerSecond,
  failures: {},
  generatorCpuCores: 0.2,
  dispatchLagMsP99: 1,
  eventLoopDelayMsP99: 1,
  longestQueue: 0,
})

function judge(objective: Objective, generations = eight(), achieved = 3_000) {
  const load = { base: summary(achieved), head: summary(achieved) }
  const counters = passesWith({}, {})
  const recording = recordingOf({ generations, counters, load, objectives: [objective] })
  const judgement = judgeRun({
    recordings: [recording, recordingOf({ name: 'control', kind: 'control', generations: [] })],
    profile: 'quick',
    seed: 1,
    machine: healthy,
  })
  const said = judgement.warnings.filter(({ code }) => code.startsWith('objective-'))
  return { outcome: judgement.outcome, said }
}

test('an objective that head meets is not mentioned', () => {
  expect(judge(p95).said).toEqual([])
  expect(judge({ ...p95, metric: 'throughputPerSecond', compare: 'at least' }).said).toEqual([])
})

test('one that head misses fails the run, though no more than base misses it', () => {
  const both = judge({ ...p95, limit: 8 })
  expect(both.outcome).toBe('failed')
  expect(both.said).toEqual([
    {
      code: 'objective-missed',
      message:
        'payments: objective latency p95 at most 8.00 ms is missed: head has 9.00 ms; base misses it, too, with 9.00 ms',
      gate: true,
    },
  ])
  const headOnly = judge(p95, eight({ latencyMsP95: 1.12 }))
  expect(headOnly.said[0]?.message).toBe(
    'payments: objective latency p95 at most 10.0 ms is missed: head has 10.1 ms, base 9.00 ms',
  )
})

test('one that is stated for more load than was made is not put to the test, and that is said', () => {
  expect(judge({ ...p95, limit: 8 }, eight(), 900).said).toEqual([
    {
      code: 'objective-not-run',
      message:
        'payments: objective latency p95 at most 8.00 ms was not put to the test: it is stated for 3,000 /s, this run reached 900 /s',
      gate: false,
    },
  ])
})

test('one of a metric that nobody measured is said', () => {
  expect(judge({ ...p95, metric: 'eventLatencyMsP95' }).said).toMatchObject([
    { code: 'objective-not-run', message: expect.stringMatching(/was not measured$/), gate: false },
  ])
})

test('a figure that rounds to its limit is told with all digits, and so is the limit', () => {
  const missed = judge({ ...p95, limit: 8.999 }).said[0]?.message
  expect(missed).toBe(
    'payments: objective latency p95 at most 8.999 ms is missed: head has 9 ms; base misses it, too, with 9 ms',
  )
})
