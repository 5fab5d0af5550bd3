import { expect, test } from 'vitest'
import type { RunResult } from '../result/document.ts'
import { fewestThatSay } from '../result/judge-figures.ts'
import { environmentFacts } from './facts.ts'
import { judgeRecord } from './fixture-run.ts'
import { fixtures } from './fixtures.ts'
import { judgeText } from './judge-facts.ts'

const noRecord = /^lane github-ubuntu-4cpu has no record/

test('the footer states the recorded false alarms with their n and bound', () => {
  expect(judgeText(fixtures.explained)).toContain(
    '0 false alarms in 48 recorded self-checks of profile pr on lane github-ubuntu-4cpu, a rate of at most 6.05 % (95 % bound)',
  )
})

test('the detectable effects are those of this profile and of scenarios that were run', () => {
  const of = (changes: Partial<RunResult>) => judgeText({ ...fixtures.explained, ...changes })
  expect(of({})).toContain('payments Latency p95 11.8 % (n = 48); reconciliation Duration 3.90 %')
  expect(of({ scenarios: fixtures.explained.scenarios.slice(0, 1) })).not.toContain('Duration')
  expect(of({ profile: 'quick' })).toMatch(
    /^lane github-ubuntu-4cpu has no record of profile quick/,
  )
})

test('a lane without a record says so, whatever another lane has', () => {
  expect(judgeText(fixtures.calm)).toMatch(noRecord)
  const elsewhere = { ...judgeRecord, lane: 'local-2cpu' }
  expect(judgeText({ ...fixtures.explained, judge: elsewhere })).toMatch(noRecord)
  const nothing = { runs: 0, falseAlarms: 0, couldNotMeasure: 0, rateAtMost: 1 }
  const planted = { ...judgeRecord.planted, runs: 0, caught: 0 }
  const none = { ...judgeRecord, selfChecks: nothing, harmless: nothing, planted }
  expect(judgeText({ ...fixtures.explained, judge: none })).toContain('no record of profile pr')
})

test('of few runs it is told that they are few, and no rate', () => {
  const selfChecks = { runs: 1, falseAlarms: 0, couldNotMeasure: 0, rateAtMost: 0.95 }
  const detectable = judgeRecord.detectable.map((effect) => ({ ...effect, runs: 1 }))
  const judge = { ...judgeRecord, selfChecks, detectable }
  const text = judgeText({ ...fixtures.explained, judge })
  expect(text).toBe(
    '0 false alarms in 1 recorded self-check of profile pr on lane github-ubuntu-4cpu: too few to say how often this judge is wrong here; 55 of 60 planted slowdowns caught; the cause right in 51 of 55 stated; too few to say how small a change it sees',
  )
  const planted = { ...judgeRecord.planted, runs: 9, caught: 8 }
  const causes = { stated: 8, right: 8 }
  const ofNine = judgeText({ ...fixtures.explained, judge: { ...judge, planted, causes } })
  expect(ofNine).toContain('8 of 9 planted slowdowns caught (too few to say); ')
  expect(ofNine).toContain('the cause right in 8 of 8 stated (too few to say); ')
})

test('a rate is told of as many runs as the document of the judge takes for enough', () => {
  const of = (runs: number) => {
    const selfChecks = { runs, falseAlarms: 0, couldNotMeasure: 0, rateAtMost: 0.26 }
    return judgeText({ ...fixtures.explained, judge: { ...judgeRecord, selfChecks } })
  }
  expect(of(fewestThatSay)).toContain('a rate of at most 26.0 % (95 % bound)')
  expect(of(fewestThatSay - 1)).not.toContain('26')
})

test('planted changes without a self-check are a record that lacks self-checks', () => {
  const withSelfChecks = (couldNotMeasure: number) => {
    const selfChecks = { runs: 0, falseAlarms: 0, couldNotMeasure, rateAtMost: 1 }
    return judgeText({ ...fixtures.explained, judge: { ...judgeRecord, selfChecks } })
  }
  const unknown =
    'of profile pr on lane github-ubuntu-4cpu yet: how often this judge is wrong here, and how small a change it sees, is not known; '
  expect(withSelfChecks(0)).toContain(`no self-check is recorded ${unknown}`)
  expect(withSelfChecks(2)).toContain(`no recorded self-check could measure (of 2) ${unknown}`)
  expect(withSelfChecks(0)).toMatch(/\d+ of \d+ planted slowdowns caught; the cause right in/)
})

test('a run that had no time for its next look ended, and did not decide', () => {
  const warning = { code: 'look-left-out', message: 'not decided', gate: false }
  const looks = { declared: [8, 16, 24], taken: [8, 16] }
  const facts = environmentFacts({ ...fixtures.calm, looks, warnings: [warning] })
  const run = facts.find(({ label }) => label === 'Run')
  expect(run?.value).toContain('ended after 16 of up to 24 generations')
})

test.each([
  [{ declared: [8, 16, 24], taken: [8] }, 'regressed', 'decided after 8 of up to 24 generations'],
  [{ declared: [8, 16, 24], taken: [8, 16, 24] }, 'passed', '24 of 24 generations'],
  [{ declared: [8, 16], taken: [8] }, 'invalid', 'ended after 8 of up to 16 generations'],
] as const)('looks %o of a run that %s: %s', ({ declared, taken }, outcome, text) => {
  const looks = { declared: [...declared], taken: [...taken] }
  const run = environmentFacts({ ...fixtures.calm, looks, outcome }).find(
    ({ label }) => label === 'Run',
  )
  expect(run?.value).toContain(text)
})
