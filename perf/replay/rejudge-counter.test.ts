import { expect, test } from 'vitest'
import type { CounterResult } from '../result/document.ts'
import { nothingPlanted } from '../selftest/assess.ts'
import { type RecordedCounter, selfCheck } from '../selftest/record.ts'
import { roundOfResult } from '../selftest/round-of-result.ts'
import { resultOf } from '../selftest/testing.ts'
import { judgeCounters } from '../verdict/judge-counters.ts'
import { judgeInstructions } from '../verdict/judge-instructions.ts'
import { passesWith } from '../verdict/testing.ts'
import { rejudgeCounter } from './rejudge-counter.ts'
import { queries } from './testing.ts'

/** By the judge, of passes; every way in which a counter is judged is among them. */
function judgedByPasses(): CounterResult[] {
  const base = {
    'sql.calls/select 1': 2,
    'sql.calls/total': 2,
    'redis.commands/get': [1, 1.5],
    'execution/total': 50_000,
    'memory.allocated/system': [10_000, 10_400],
    'wal.bytes/insert': 700,
    'outbox.bytes/total': [500, 501],
  } as const
  const head = {
    'sql.calls/select 1': 3,
    'sql.calls/total': 3,
    'redis.commands/get': [2, 2],
    'execution/total': 50_100,
    'memory.allocated/system': [11_000, 11_440],
    'wal.bytes/insert': 900,
    'outbox.bytes/total': [550, 551.1],
  } as const
  const record = { comparisons: 30, largest: 0.01 }
  return judgeCounters(passesWith(base, head), {
    'memory.allocated': record,
    'outbox.bytes': record,
  })
}

function judgedInstructions(head: number, tolerances = {}): CounterResult[] {
  const base = [783_000, 783_300, 782_800]
  const readings = [
    { process: 'system' as const, base, head: base.map((it) => it * head), functions: [] },
  ]
  return judgeInstructions({ kind: 'counted', tools: 'valgrind', readings }, tolerances)
}

const said = ({ id, role, verdict: { kind } }: Pick<CounterResult, 'id' | 'role' | 'verdict'>) =>
  `${id}: ${role}, ${kind}`

/** As a round keeps them: totals, and what changed. */
function recorded(counters: CounterResult[]): RecordedCounter[] {
  const result = resultOf({ verdicts: {} })
  const scenarios = result.scenarios.slice(0, 1).map((scenario) => ({ ...scenario, counters }))
  const round = roundOfResult({
    result: { ...result, scenarios },
    change: selfCheck,
    patch: null,
    truth: nothingPlanted,
    scenarioGlob: '*',
    countsInstructions: true,
    durationMs: 1,
  })
  return round.scenarios[0]?.counters ?? []
}

const known = { 'instructions.system': { comparisons: 30, largest: 0.002 } }
test.each([
  ['counted by passes', judgedByPasses()],
  ['instructions that gate', judgedInstructions(1.02, known)],
  ['instructions without a record, more of them', judgedInstructions(1.02)],
  ['instructions without a record, as many', judgedInstructions(1)],
])('judged again by the same policy, a counter says what it said: %s', (_, counters) => {
  const kept = recorded(counters)
  expect(kept.map(rejudgeCounter).map(said)).toEqual(kept.map(said))
  expect(counters.map(said)).toEqual(expect.arrayContaining(kept.map(said)))
})

test('the counters that are judged again are of every kind', () => {
  expect(recorded(judgedByPasses()).map(said)).toEqual(
    expect.arrayContaining([
      'sql.calls/total: gate, regressed',
      'sql.calls/select 1: inform, regressed',
      'redis.commands/total: inform, inconclusive',
      'execution/total: inform, regressed',
      'memory.allocated/total: gate, regressed',
      'wal.bytes/total: inform, regressed',
      'outbox.bytes/total: gate, regressed',
    ]),
  )
  expect(recorded(judgedInstructions(1.02)).map(said)).toEqual([
    'instructions.system/total: inform, regressed',
  ])
})

test.each([
  ['sql.calls/total', { exact: false }, 'inform', 'inconclusive'],
  ['execution/total', { base: 1_000, head: 1_005 }, 'inform', 'regressed'],
  ['execution/total', { base: 1_000, head: 1_020 }, 'gate', 'regressed'],
  ['sql.calls/SELECT 1', {}, 'inform', 'regressed'],
  ['memory.allocated/total', { exact: false, tolerance: 0.01, head: 2.2 }, 'gate', 'regressed'],
  ['memory.allocated/total', { exact: false, tolerance: 0.2, head: 2.2 }, 'gate', 'inconclusive'],
  ['memory.allocated/total', { exact: false, head: 2.2 }, 'inform', 'inconclusive'],
  ['cpu/total', { exact: false, tolerance: 0.01 }, 'inform', 'inconclusive'],
] as const)('whatever was said then, today %s with %o is: %s, %s', (id, differs, role, kind) => {
  expect(rejudgeCounter({ ...queries, id, ...differs })).toMatchObject({ role, verdict: { kind } })
})

test('a gate that a stored baseline missed stays missing', () => {
  const missing = { base: null, head: null, verdict: { kind: 'missing' as const } }
  expect(rejudgeCounter({ ...queries, ...missing })).toMatchObject({
    role: 'gate',
    verdict: { kind: 'missing' },
  })
})
