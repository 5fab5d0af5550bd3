import { expect, test } from 'vitest'
import { fixtures } from './fixtures.ts'
import { rowsOf, unchangedRank } from './rows.ts'

test('regressed gates come first, metrics before counters, the largest first', () => {
  const [first, second, third] = rowsOf(fixtures.regression)
  expect([first?.title, second?.title, third?.kind]).toEqual([
    'CPU per operation, system',
    'Throughput',
    'counter',
  ])
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
