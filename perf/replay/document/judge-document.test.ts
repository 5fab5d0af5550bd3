import { expect, test } from 'vitest'
import { syntheticRound, syntheticSelfChecks, timeOf } from '../testing.ts'
import { judgeDocument, nothingRecorded } from './judge-document.ts'
import { redrawSection } from './redraw-section.ts'
import { atLeast, atMost, percent, percentDown, percentUp } from './text.ts'

const noise = '| attempt | outcome |\n| :- | :- |\n'
const planted = Array.from({ length: 2 }, (_, at) =>
  syntheticRound({
    change: 'cpu-10',
    patch: 'p',
    harmful: true,
    assessment: 'caught',
    causeRight: true,
    seed: 50 + at,
    takenAt: timeOf(10 + at),
    planted: { cpuUsPerOpSystem: 0.2 },
  }),
)
const rounds = [...syntheticSelfChecks(4), ...planted]
const text = judgeDocument({ record: { rounds }, noise, redrawnRuns: 50 })

test('a record without rounds is said to be one', () => {
  const empty = judgeDocument({ record: { rounds: [] }, noise })
  expect(empty).toContain(nothingRecorded)
  expect(empty).not.toContain('## Lane')
  expect(empty).toContain('## Noise budget\n\n| attempt | outcome |')
})

test('a lane says how many rounds, of when, on which machine and services', () => {
  expect(text).toContain('## Lane local-2cpu')
  expect(text).toContain('- rounds: 6, on 1 base commit, made from 2026-01-01 to 2026-01-12')
  expect(text).toContain('2 cores, EPYC')
  expect(text).toContain('Postgres 18.4')
  expect(text).not.toContain(nothingRecorded)
})

test('what was caught and what was false stand with their bounds', () => {
  expect(text).toMatch(
    /false alarms, equal arms +\| +0 of 4 \(at most 53 %\) +\| +none in 24 or more/,
  )
  expect(text).toMatch(/planted changes caught +\| +2 of 2 \(at least 22 %\)/)
  expect(text).toMatch(/of all caught, cause right +\| +2 of 2/)
  expect(text).toContain('the same of 6 of 6 rounds')
})

test('what is a version reads as one, and what is a number as one', () => {
  const [first, ...others] = rounds
  if (first === undefined) throw new Error('there are rounds')
  const record = { rounds: [{ ...first, policy: '1', commit: 'f'.repeat(40) }, ...others] }
  const versions = [...new Set(record.rounds.map(({ policy }) => policy))].join(', ')
  const changed = judgeDocument({ record, noise, redrawnRuns: 10 })
  expect(changed).toContain('- rounds: 6, on 2 base commits, made from ')
  expect(changed).toContain(`; versions of the policy: ${versions}\n`)
})

test('drawn runs name their blocks and targets, and a planted metric that nobody measured', () => {
  expect(text).toContain('payments: 4 self-checks, 96 generations, 5 gate metrics.')
  expect(text).toMatch(/equal arms: any alarm +\| +pr: 8, 16, 24 +\| .*\| +4 +\| +≤ 1 %/)
  const one = redrawSection(syntheticSelfChecks(1, { generations: 8 }), 10)
  expect(one).toContain('1 blocks, 3 needed')
  expect(redrawSection([])).toContain('No whole block')
})

test('every rule has a row and a source', () => {
  expect(text).toMatch(/\| Plumbline, all gates .*\| +2 of 2 \|/)
  expect(text).toMatch(/\| github-action-benchmark, 200 % .*\| +0 of 2 \|/)
  expect(text.match(/Source: http/g)).toHaveLength(9)
})

test('the same record makes the same text', () => {
  expect(judgeDocument({ record: { rounds }, noise, redrawnRuns: 50 })).toBe(text)
})

test('a round that is judged otherwise today is listed', () => {
  const [first, ...others] = rounds
  if (first === undefined) throw new Error('there are rounds')
  const record = { rounds: [{ ...first, assessment: 'false' as const, policy: '1' }, ...others] }
  const changed = judgeDocument({ record, noise, redrawnRuns: 10 })
  expect(changed).toContain('the same of 5 of 6 rounds')
  expect(changed).toMatch(/\| self-check +\| +1 +\| +false +\| +clean +\| +1 +\|/)
})

test('shares are printed with what they are worth, bounds never to the better', () => {
  expect([0, 0.0004, 0.0123, 0.5, 0.996, 1].map(percent)).toEqual([
    '0 %',
    '0.04 %',
    '1.2 %',
    '50 %',
    '99.6 %',
    '100 %',
  ])
  expect([0.99985, 0.4161].map(percentDown)).toEqual(['99.98 %', '41 %'])
  expect([0.00031, 0.4101, 0.05].map(percentUp)).toEqual(['0.04 %', '42 %', '5.0 %'])
  expect(atMost(0, 24)).toBe('0 of 24 (at most 12 %)')
  expect(atLeast(59, 59)).toBe('59 of 59 (at least 95.0 %)')
  expect(atMost(0, 0)).toBe('–')
})
