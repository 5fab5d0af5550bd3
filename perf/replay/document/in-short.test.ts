import { expect, test } from 'vitest'
import { plantedChanges } from '../../selftest/changes.ts'
import type { Verdict } from '../../result/document.ts'
import type { JudgeRound, RecordedCounter, RecordedMetric } from '../../selftest/record.ts'
import { syntheticRound, syntheticSelfChecks } from '../testing.ts'
import { inShort } from './in-short.ts'

const lane = 'local-2cpu'
const regressed: Verdict = { kind: 'regressed', effect: 0.05, pValue: 0.001 }
const slower = (id: string): RecordedMetric => ({ id, role: 'gate', verdict: regressed })
const more = (id: string): RecordedCounter => ({
  id,
  role: 'gate',
  exact: true,
  base: 1,
  head: 2,
  verdict: regressed,
})

/** A round in which a planted change was caught, by these metrics and counters. */
function caughtRound(change: string, ...ids: readonly string[]): JudgeRound {
  const round = syntheticRound({ change, profile: 'quick', harmful: true, assessment: 'caught' })
  return {
    ...round,
    scenarios: round.scenarios.map((scenario) => ({
      ...scenario,
      metrics: ids.filter((id) => !id.includes('/')).map(slower),
      counters: ids.filter((id) => id.includes('/')).map(more),
    })),
  }
}

const shortOf = (rounds: readonly JudgeRound[], passedOver: readonly JudgeRound[] = []) =>
  inShort({ record: { rounds }, passedOver, scenarios: ['payments', 'netting', 'fx'] }, [lane])

test('false alarms stand by profile, with their bound or without a word on the rate', () => {
  const quick = syntheticSelfChecks(2, { profile: 'quick', generations: 8 })
  const harmless = syntheticRound({ change: 'comment', harmful: false })
  expect(shortOf([...quick, ...syntheticSelfChecks(24), harmless])).toContain(
    'with equal arms profile quick 0 of 2 (too few to say), profile pr 0 of 24 (at most 12 %); with a harmless change profile pr 0 of 1 (too few to say).',
  )
  expect(shortOf(quick)).toContain('with a harmless change no run.')
})

test('the smallest planted slowdown is told with what caught it, and the smallest of many rounds', () => {
  const once = caughtRound('cpu-3', 'execution/total')
  const often = Array.from({ length: 10 }, (_, at) =>
    caughtRound('cpu-5', 'execution/total', ...(at < 4 ? ['cpuUsPerOpSystem'] : [])),
  )
  const text = shortOf([caughtRound('cpu-10', 'cpuUsPerOpSystem'), once, ...often])
  expect(text).toContain(
    '**Smallest planted slowdown caught**: +3 % CPU per request (`cpu-3`), profile quick 1 of 1 (too few to say), by `execution`.',
  )
  expect(text).toContain(
    'The smallest in 10 rounds or more: +5 % CPU per request (`cpu-5`), profile quick 10 of 10 (at least 74 %), by `execution` in 10, timings in 4.',
  )
  expect(text).toContain(
    'of 12 rounds in which a planted slowdown was caught, 7 showed it in what is counted and in no timing, 1 in timings alone.',
  )
})

test('an alarm about what the change cannot move caught nothing', () => {
  const text = shortOf([caughtRound('cpu-3', 'execution/total', 'kafka.bytes/total', 'durationMs')])
  expect(text).toContain('by `execution`.')
  expect(text).toContain('1 showed it in what is counted and in no timing, 0 in timings alone')
})

test('what moves no counter is told by the detectable effects of many self-checks, or not at all', () => {
  const line = (count: number) =>
    /A slowdown that moves no counter.*/.exec(shortOf(syntheticSelfChecks(count)))?.[0]
  expect(line(10)).toMatch(
    /needs about [\d.]+ % to [\d.]+ % in payments \(n = 10\), by metric, before a run of profile pr tells it/,
  )
  expect(line(9)).toContain('too few to say how large it must be')
})

test('profiles, planted changes and scenarios without a round are named', () => {
  const tried = plantedChanges
    .filter(({ name }) => name !== 'reordered-import')
    .map(({ name }) => caughtRound(name))
  const older = syntheticRound({ change: 'reordered-import', patch: 'old' })
  expect(shortOf(tried, [older])).toContain(
    '**No round yet**, so that nothing is known: profile pr, thorough; planted change `reordered-import` (1 round of an older patch left out); scenarios fx, netting.',
  )
  expect(shortOf(tried.slice(1), [older])).toContain(
    'planted change `cpu-3`, `reordered-import` (1',
  )
  expect(shortOf(tried.slice(0, 5))).toContain(
    `${plantedChanges.length - 5} of ${plantedChanges.length} planted changes; scenarios`,
  )
  const elsewhere = { ...older, fingerprint: { ...older.fingerprint, lane: 'metal-64cpu' } }
  expect(shortOf(tried, [elsewhere])).toContain('planted change `reordered-import`; scenarios')
})

test('lanes without a record are said to have none, hosted runners by name until they have one', () => {
  const parts = { record: { rounds: [] }, passedOver: [], scenarios: [] }
  expect(inShort(parts, [lane])).toContain('GitHub’s hosted runners among them:** no round')
  expect(inShort(parts, ['github-ubuntu-4cpu'])).toContain('**Any other lane:** no round')
  expect(inShort(parts, [])).toBe('')
})
