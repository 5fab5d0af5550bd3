import { expect, test } from 'vitest'
import { plantedChanges } from '../../selftest/changes.ts'
import { paymentsRun } from '../../selftest/planted-change.ts'
import type { JudgeRound, RecordedCounter } from '../../selftest/record.ts'
import type { Verdict } from '../../result/document.ts'
import { policy } from '../../verdict/policy.ts'
import { syntheticRound, syntheticSelfChecks, timeOf } from '../testing.ts'
import { judgeDocument, nothingRecorded } from './judge-document.ts'
import { rulesOfOthers } from '../rules/all.ts'
import { redrawSection } from './redraw-section.ts'
import { targetsOf } from './targets.ts'
import { atLeast, atMost, percent, percentDown, percentUp } from './text.ts'

const noise = '| attempt | outcome |\n| :- | :- |\n'
const planted = Array.from({ length: 2 }, (_, at) =>
  syntheticRound({
    change: 'cpu-10',
    patch: 'p',
    scenarioGlob: paymentsRun,
    harmful: true,
    assessment: 'caught',
    causeRight: true,
    seed: 50 + at,
    takenAt: timeOf(10 + at),
    planted: { cpuUsPerOpSystem: 0.2 },
  }),
)
const rounds = [...syntheticSelfChecks(4), ...planted]
const documentOf = (made: readonly JudgeRound[], redrawnRuns = 10) =>
  judgeDocument({ record: { rounds: made }, passedOver: [], scenarios: [], noise, redrawnRuns })
const text = documentOf(rounds, 50)

test('a record without rounds is said to be one', () => {
  const empty = documentOf([])
  expect(empty).toContain(nothingRecorded)
  expect(empty).not.toContain('## Lane')
  expect(empty).toContain('## Noise budget\n\n| attempt | outcome |')
})

test('a lane says how many rounds, of when, on which machine and services', () => {
  expect(text).toContain('## Lane local-2cpu')
  expect(text).toContain('- rounds: 6, on 1 base commit, of 2026-01-01 to 2026-01-12')
  expect(text).toContain('2 cores, EPYC')
  expect(text).toContain('Postgres 18.4')
  expect(text).not.toContain(nothingRecorded)
})

test('what was caught and what was false stand with their bounds', () => {
  expect(text).toMatch(
    /false alarms, equal arms +\| +0 of 4 \(too few to say\) +\| +none in 24 or more \| too few to say \|/,
  )
  expect(text).toMatch(/planted slowdowns caught +\| +2 of 2 \(too few to say\) +\| +\| +\|/)
  expect(text).toMatch(/of all caught, cause right +\| +2 of 2/)
  expect(text).toContain('the same of 6 of 6 rounds')
})

test('a counter’s false alarms are counted by scenarios with counters, and the passes behind them are told', () => {
  const counter = (verdict: Verdict): RecordedCounter => ({
    id: 'sql.calls',
    role: 'gate',
    exact: true,
    base: 3,
    head: 3,
    verdict,
  })
  const verdicts: readonly Verdict[] = [
    { kind: 'regressed', effect: 1, pValue: null },
    { kind: 'equivalent', upperBound: 0 },
  ]
  const counted = syntheticSelfChecks(4).map((round, at) => ({
    ...round,
    scenarios: round.scenarios.map((scenario) => ({
      ...scenario,
      counters: verdicts.slice(at, at + 1).map(counter),
    })),
  }))
  const section = documentOf(counted)
  expect(section).toMatch(
    /a counter, scenarios of equal arms +\| +1 of 2 \(too few to say\), in 8 passes +\| +none in 100 passes +\| +missed/,
  )
})

test('base commits are counted, not listed', () => {
  const [first, ...others] = rounds
  if (first === undefined) throw new Error('there are rounds')
  const changed = documentOf([{ ...first, commit: 'f'.repeat(40) }, ...others])
  expect(changed).toContain('- rounds: 6, on 2 base commits, of ')
})

test('a group says by which command its rounds were made, how many and when', () => {
  expect(text).toContain(
    '- 6 rounds, 2026-01-01 to 2026-01-12: `npm run selftest -- --profile pr --services embedded --no-instructions --only self-check,cpu-10`',
  )
})

test('rounds of another profile or policy are in tables of their own, what holds today first', () => {
  const older = syntheticSelfChecks(1, { policy: '0' })
  const quick = syntheticSelfChecks(2, { profile: 'quick', generations: 8 })
  const gone = syntheticSelfChecks(1, { profile: 'enormous' })
  const grouped = documentOf([...older, ...gone, ...quick, ...syntheticSelfChecks(4)])
  const headings = grouped.matchAll(/### Whole runs of profile (.*) judged them/g)
  expect([...headings].map(([, heading]) => heading)).toEqual([
    'quick, as policy 1',
    'pr, as policy 1',
    'pr, as policy 0',
    'enormous, as policy 1',
  ])
  const alarms = grouped.matchAll(/false alarms, equal arms +\| +0 of (\d)/g)
  expect([...alarms].map(([, runs]) => runs)).toEqual(['2', '4', '1', '1'])
})

test('each target has a row with its n, and one of which nothing is recorded stays open', () => {
  const ofQuery = ['caught', 'missed'] as const
  const quick = documentOf(
    ofQuery.map((assessment) =>
      syntheticRound({ change: 'extra-query', profile: 'quick', harmful: true, assessment }),
    ),
  )
  expect(quick).toMatch(
    /\| \+1 SQL call \(`extra-query`\) caught +\| +1 of 2 \(too few to say\) +\| +each time \| +missed \|/,
  )
  expect(quick).toMatch(
    /\| \+1 % instructions \(`instructions-1`\) caught +\| +– +\| +each time \| +no round \|/,
  )
  expect(quick).toContain(
    'Of profile pr no round is recorded; its targets are open: false alarms: none in 24 or more; +5 % CPU per request: 9 of 10.',
  )
  expect(text).toMatch(
    /\| \+5 % CPU per request \(`cpu-5`\) caught +\| +– +\| +9 of 10 \| +no round \|/,
  )
})

test('what a target is set for is planted', () => {
  const wanted = Object.keys(policy.profiles).flatMap((name) => targetsOf(name).caught)
  const planted = new Set(plantedChanges.map(({ name }) => name))
  expect(wanted.length).toBeGreaterThan(0)
  expect(wanted.filter(({ change }) => !planted.has(change))).toEqual([])
})

test('drawn runs name their blocks and targets, and a planted metric that nobody measured', () => {
  expect(text).toContain('payments: 4 self-checks, 96 generations, 5 gate metrics.')
  expect(text).toMatch(
    /equal arms: any alarm +\| +pr: 8, 16, 24 +\| +[\d.]+ % \| +too few to say \| +4 \| +≤ 1 % \|/,
  )
  const one = redrawSection(syntheticSelfChecks(1, { generations: 8 }), 10)
  expect(one).toContain('1 blocks, 3 needed')
  expect(redrawSection([])).toContain('No whole block')
})

test('a row of drawn runs has a target of its own profile, or none', () => {
  const rows = text.split('\n').filter((line) => /\| +(?:quick|pr): 8/.test(line))
  const targetsOf = (profile: string) =>
    rows
      .filter((row) => row.includes(`| ${profile}: `) || row.includes(` ${profile}: `))
      .map((row) => row.split('|').at(-3)?.trim())
  expect(targetsOf('quick')).toEqual(['≤ 1 %', '', ''])
  expect(targetsOf('pr')).toEqual(['≤ 1 %', '≥ 95 %', '≥ 90 %'])
})

test('a detectable effect is told only of enough self-checks', () => {
  expect(text).toMatch(/payments: Throughput +\| +pr \| too few to say \| +4 \|/)
  expect(documentOf(syntheticSelfChecks(10))).toMatch(
    /payments: Throughput +\| +pr \| +[\d.]+ % \| +10 \|/,
  )
})

test('every rule has a row and a source', () => {
  expect(text).toMatch(/\| Plumbline, all gates .*\| +2 of 2 \|/)
  expect(text).toMatch(/\| github-action-benchmark, 200 % .*\| +0 of 2 \|/)
  expect(text.match(/Source: http/g)).toHaveLength(rulesOfOthers.length)
})

test('the same record makes the same text', () => {
  expect(documentOf(rounds, 50)).toBe(text)
})

test('a round that is judged otherwise today is listed', () => {
  const [first, ...others] = rounds
  if (first === undefined) throw new Error('there are rounds')
  const changed = documentOf([{ ...first, assessment: 'false', policy: '1' }, ...others])
  expect(changed).toContain('the same of 5 of 6 rounds')
  expect(changed).toMatch(/\| self-check +\| +pr +\| +1 +\| +false +\| +clean +\| +1 +\|/)
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
  expect(atMost(0, 9)).toBe('0 of 9 (too few to say)')
  expect(atLeast(10, 10)).toBe('10 of 10 (at least 74 %)')
})
