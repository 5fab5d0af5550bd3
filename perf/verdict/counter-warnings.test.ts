import { describe, expect, test } from 'vitest'
import type { CounterTolerances } from '../result/tolerances.ts'
import { calm, control, judge as judgeRun, payments } from './testing-runs.ts'
import { passesWith } from './testing.ts'

const recordOf = (scenarios: CounterTolerances['scenarios']): CounterTolerances => ({
  schema: 'plumbline/tolerances@1',
  lane: 'local-2cpu',
  measuredAt: '2026-01-01T00:00:00.000Z',
  scenarios,
})
const judge = (
  changes: Parameters<typeof payments>[1],
  scenarios: CounterTolerances['scenarios'] = {},
) => judgeRun([payments(calm, changes), control(calm)], { counterTolerances: recordOf(scenarios) })
const counted = (head: number[]) => {
  const readings = [{ process: 'system' as const, base: [100, 100, 100], head, functions: [] }]
  return { instructions: { kind: 'counted' as const, tools: 'valgrind', readings } }
}

test('instructions that were not counted are said', () => {
  const skipped = { kind: 'skipped' as const, reason: 'valgrind is not installed' }
  expect(judge({ evidence: { instructions: skipped } }).warnings).toEqual([
    {
      code: 'instructions-skipped',
      message:
        'payments: instructions were not counted, that gate did not run: valgrind is not installed',
      gate: false,
    },
  ])
})

test('a group that should be exact, is not and has no tolerance is said', () => {
  const counters = passesWith(
    { 'http.response-bytes/total': [9, 10] },
    { 'http.response-bytes/total': [10, 9] },
  )
  expect(judge({ counters }).warnings).toMatchObject([
    {
      code: 'gate-not-run',
      message: expect.stringContaining('payments: http.response-bytes/total differs'),
    },
  ])
})

describe('groups that gate by a record of self-checks', () => {
  const counters = passesWith(
    { 'sql.calls/a': 6, 'wal.bytes/a': [700, 701], 'wal.records/a': 9, 'io.reads/system': [4, 5] },
    { 'sql.calls/a': 6, 'wal.bytes/a': [700, 702], 'wal.records/a': 9, 'io.reads/system': [5, 4] },
  )
  const said = (scenarios: CounterTolerances['scenarios']) =>
    judge({ counters, evidence: counted([100, 100, 101]) }, scenarios).warnings

  test('are named once where there is none, with what is on record', () => {
    expect(said({})).toEqual([
      {
        code: 'gate-not-run',
        message:
          'payments: no gate yet for io.reads, wal.bytes, wal.records, instructions.system (0 of 20 self-checks on record)',
        gate: false,
      },
    ])
  })

  test('are told apart by how much is on record, and those with enough are not named', () => {
    const learned = (comparisons: number) => ({ comparisons, largest: 0.5 })
    const payment = {
      'io.reads': learned(20),
      'wal.bytes': learned(7),
      'wal.records': learned(7),
    }
    expect(said({ payments: payment }).map(({ message }) => message)).toEqual([
      expect.stringContaining('io.reads/total scatters'),
      'payments: no gate yet for wal.bytes, wal.records (7 of 20 self-checks on record), instructions.system (0 of 20)',
    ])
  })

  test('that were not counted are not named', () => {
    expect(judge({}).warnings).toEqual([])
  })
})

test('instructions that scatter too far for a gate that is known are said, and fail nothing', () => {
  const known = { payments: { 'instructions.system': { comparisons: 20, largest: 0.001 } } }
  const judgement = judge({ evidence: counted([95, 100, 111]) }, known)
  expect(judgement.warnings.map(({ code }) => code)).toEqual(['gate-undecided'])
  expect(judgement.outcome).toBe('passed')
})
