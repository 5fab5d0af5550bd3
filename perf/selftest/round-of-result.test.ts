import { expect, test } from 'vitest'
import type { RunResult, Verdict } from '../result/document.ts'
import { nothingPlanted } from './assess.ts'
import { parseRound } from './record.ts'
import { serialiseRound } from './record-folder.ts'
import { roundOfResult } from './round-of-result.ts'
import { generation, resultOf } from './testing.ts'
import { asRecording } from './unpack-round.ts'

const equivalent: Verdict = { kind: 'equivalent', upperBound: 0.01 }
const regressed: Verdict = { kind: 'regressed', effect: 1, pValue: null }

function roundOf(result: RunResult) {
  return roundOfResult({
    result,
    change: 'self-check',
    patch: null,
    truth: nothingPlanted,
    scenarioGlob: '*',
    countsInstructions: true,
    durationMs: 1_234.5,
  })
}

test('a round is a valid document, small, with its pairs to five digits', () => {
  const generations = Array.from({ length: 16 }, (_, index) => generation(index))
  const round = roundOf(resultOf({ verdicts: { cpuUsPerOpSystem: equivalent }, generations }))
  const text = serialiseRound(round)
  expect(parseRound(text, 'the round')).toEqual(round)
  expect(text.length).toBeLessThan(4_000)
  const [scenario] = round.scenarios
  expect(scenario?.generations.base['cpuUsPerOpSystem']?.[1]).toBe(701.23)
  expect(scenario && asRecording(scenario).generations[1]).toMatchObject({
    index: 1,
    base: { cpuUsPerOpSystem: 701.23 },
  })
})

test('of counters it keeps the totals, and of their members those that changed', () => {
  const verdicts = {
    'sql.calls/total': regressed,
    'sql.calls/new': regressed,
    'sql.calls/same': equivalent,
  }
  const [scenario] = roundOf(resultOf({ verdicts })).scenarios
  expect(scenario?.counters.map(({ id }) => id)).toEqual(['sql.calls/total', 'sql.calls/new'])
})

test('instructions are kept by repetition, with the tools that counted them', () => {
  const readings = [
    { process: 'postgres' as const, base: [1_257_512.3], head: [1_275_100], functions: [] },
  ]
  const instructions = { kind: 'counted' as const, tools: 'valgrind-3.19.0', readings }
  const [scenario] = roundOf(resultOf({ verdicts: {}, evidence: { instructions } })).scenarios
  expect(scenario?.instructions).toEqual([
    { process: 'postgres', tools: 'valgrind-3.19.0', base: [1_257_500], head: [1_275_100] },
  ])
})

test('it says at which looks the run looked, and why it was repeated', () => {
  const differs = {
    looks: { declared: [8, 16, 24], taken: [8, 16] },
    repeated: { reason: 'the control moved' },
  }
  expect(roundOf(resultOf({ verdicts: {}, ...differs }))).toMatchObject({
    looks: [8, 16],
    repeated: 'the control moved',
    durationMs: 1_235,
  })
})

test('figures that only tell are shortened, what counters are compared by is not', () => {
  const verdicts = {
    'sql.calls/total': { kind: 'regressed' as const, effect: 1 / 3, pValue: null },
  }
  const machine = { stealPercent: 0.123_456_789, fdatasyncMsP50: 2.585_605_000_000_214 }
  const loads = { fdatasyncMsP99: null, loadAverage1: 14.73 }
  const round = roundOf(resultOf({ verdicts, machine: { ...machine, ...loads } }))
  expect(round.machine).toEqual({ stealPercent: 0.123_46, fdatasyncMsP50: 2.5856, ...loads })
  expect(round.scenarios[0]?.counters[0]).toMatchObject({
    base: 1,
    verdict: { kind: 'regressed', effect: 0.333_33, pValue: null },
  })
})
