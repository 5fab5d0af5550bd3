import { expect, test } from 'vitest'
import type { CounterResult } from '../result/document.ts'
import { recap } from './facts.ts'
import { counterOf } from './fixture-builders.ts'
import { fixtures } from './fixtures.ts'
import { headlineOf } from './headline.ts'
import {
  besideDetectable,
  counterRow,
  metricRow,
  rowsOf,
  scenarioRows,
  unchangedRank,
} from './rows.ts'

test('regressed gates come first and in the order of the headline', () => {
  const rows = rowsOf(fixtures.regression).slice(0, 4)
  expect(rows.map(({ group, title }) => group || title)).toEqual([
    'CPU per operation, system',
    'Throughput',
    'sql.calls',
    'sql.rows',
  ])
  expect(headlineOf(fixtures.regression).text).toMatch(/CPU .*SQL calls/)
})

test('a changed exact total that gates nothing stands among the findings', () => {
  const [payments] = fixtures.calm.scenarios
  if (payments === undefined) throw new Error('the example run has no scenario, expected one')
  const total = counterOf('http.response-bytes/total', { base: 900, head: 901 }, { role: 'inform' })
  expect(counterRow(payments, total).rank).toBeLessThan(unchangedRank)
  const single = counterOf('http.response-bytes/GET', { base: 900, head: 901 }, { role: 'inform' })
  expect(counterRow(payments, single).rank).toBeGreaterThanOrEqual(unchangedRank)
})

test('equivalent says within which limit, where the result knows it', () => {
  const [payments] = fixtures.calm.scenarios
  const overall = payments?.metrics.find(({ verdict }) => verdict.kind === 'equivalent')
  if (payments === undefined || overall === undefined) throw new Error('expected such a metric')
  const verdict = { kind: 'equivalent', upperBound: 0.13 } as const
  const { margin: _, ...older } = { ...overall, verdict }
  expect(metricRow(payments, { ...older, margin: 0.15 }).verdict).toBe(
    'equivalent, at most 13.0 % worse, within its limit of 15.0 %',
  )
  expect(metricRow(payments, older).verdict).toBe('equivalent, at most 13.0 % worse')
})

test('that more code runs is explained where it regressed', () => {
  const [payments] = fixtures.calm.scenarios
  if (payments === undefined) throw new Error('the example run has no scenario, expected one')
  const notesOf = (id: string, head: number) =>
    counterRow(payments, counterOf(id, { base: 19_167.5, head })).notes
  expect(notesOf('execution/total', 19_277.5)).toEqual(['more-code'])
  expect(notesOf('execution/total', 19_000)).toEqual([])
  expect(notesOf('sql.calls/total', 19_277.5)).toEqual([])
})

test('what is unchanged comes last', () => {
  const ranks = rowsOf(fixtures.regression).map((row) => row.rank)
  expect(ranks).toEqual(ranks.toSorted((a, b) => a - b))
  expect(ranks.at(-1)).toBeGreaterThanOrEqual(unchangedRank)
})

test('a new statement is new, not infinitely more', () => {
  const row = rowsOf(fixtures.regression).find((candidate) => candidate.change === 'new')
  expect(row).toMatchObject({
    base: '–',
    head: '1',
    meaning: 'A statement that base does not run: 1 call per operation.',
  })
})

test('without a base there is no change and no interval', () => {
  const row = rowsOf(fixtures.missing).find((candidate) => candidate.scenario === 'reconciliation')
  expect(row).toMatchObject({ base: '–', change: '–', interval: '', verdict: 'new', stored: '–' })
})

test('in a calm run, what only informs is what a reader may skip', () => {
  const rows = rowsOf(fixtures.calm).filter((row) => row.role === 'inform')
  expect(rows.every((row) => row.rank >= unchangedRank)).toBe(true)
})

test('a gate counter that nothing could be decided of says why, one without a tolerance need not', () => {
  const [payments] = fixtures.calm.scenarios
  if (payments === undefined) throw new Error('the example run has no scenario, expected one')
  const verdictOf = (detectableEffect: number | null, rest: Partial<CounterResult>) => {
    const verdict = { kind: 'inconclusive', detectableEffect } as const
    const values = { base: 100, head: 311 }
    return counterRow(
      payments,
      counterOf('wal.bytes/total', values, { exact: false, verdict, ...rest }),
    ).verdict
  }
  expect(verdictOf(null, {})).toBe('inconclusive')
  expect(verdictOf(0.09, { tolerance: 0.09 })).toBe('inconclusive, detectable effect 9.00 %')
  expect(verdictOf(null, { base: 0, tolerance: 0.09 })).toBe('inconclusive, base has none of it')
})

test('a total of exact counters that has a tolerance is told and tallied by it', () => {
  const [payments] = fixtures.calm.scenarios
  if (payments === undefined) throw new Error('the example run has no scenario, expected one')
  const verdict = { kind: 'inconclusive', detectableEffect: 0.0366 } as const
  const values = { base: 1_806, head: 1_806 }
  const judged = { exact: true, role: 'gate', tolerance: 0.0366, verdict } as const
  const counter = counterOf('wal.bytes/total-exact', values, judged)
  expect(counterRow(payments, counter).detectable).toBe('3.66 %')
  const only = { ...fixtures.calm, scenarios: [{ ...payments, metrics: [], counters: [counter] }] }
  expect(recap(only)).toBe('1 gate counter with a tolerance: 1 inconclusive')
})

test('where the detectable effect has a column, the verdict does not repeat it', () => {
  const row = rowsOf(fixtures['self-check']).find(({ title }) => title === 'Latency p95')
  if (row === undefined) throw new Error('the example run has no such metric, expected one')
  expect([row.detectable, row.verdict, besideDetectable(row)]).toEqual([
    '8.20 %',
    'inconclusive, detectable effect 8.20 %',
    'inconclusive',
  ])
})

test('two statements whose titles were cut to the same text read differently', () => {
  const [payments] = fixtures.calm.scenarios
  if (payments === undefined) throw new Error('the example run has no scenario, expected one')
  const counters = ['debtor', 'creditor'].map((column) =>
    counterOf(
      `sql.calls/${'select a_column, '.repeat(8)} b from payment where ${column} = $1 and day = $2 limit 5000`,
      { base: 1, head: 1 },
    ),
  )
  const titles = scenarioRows({ ...payments, metrics: [], counters }).map(({ title }) => title)
  expect(new Set(counters.map(({ title }) => title)).size).toBe(1)
  expect(new Set(titles).size).toBe(2)
})

test('what is known of a counter that is not exact stands in brackets behind its change', () => {
  const [payments] = fixtures.calm.scenarios
  if (payments === undefined) throw new Error('the example run has no scenario, expected one')
  const intervalOf = (rest: Partial<CounterResult>) =>
    counterRow(payments, counterOf('wal.bytes/total', { base: 100, head: 103 }, rest)).interval
  expect(intervalOf({ exact: true })).toBe('')
  expect(intervalOf({ exact: false })).toBe('(not exact)')
  expect(intervalOf({ exact: false, tolerance: 0.0042 })).toBe('(equal arms within 0.42 %)')
})
