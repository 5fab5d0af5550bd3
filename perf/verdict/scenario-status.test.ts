import { expect, test } from 'vitest'
import { scenarioStatus } from './scenario-status.ts'
import { generationsOf, passesWith, recordingOf } from './testing.ts'

const generations = generationsOf({ latencyMsP50: 4 }, [{}])
const violated = (arm: 'base' | 'head') => ({
  id: 'payments.money',
  title: 'money',
  arm,
  violations: 3,
  sample: [],
})

test('a scenario with a valid pair and nothing wrong was measured', () => {
  expect(scenarioStatus(recordingOf({ generations }))).toEqual({ kind: 'measured' })
})

test('a violated invariant fails it, whatever its speed, and head is blamed first', () => {
  expect(
    scenarioStatus(recordingOf({ generations, invariants: [violated('base'), violated('head')] })),
  ).toEqual({
    kind: 'failed',
    reason: 'invariant payments.money is violated 3 times in head, expected 0',
    arm: 'head',
  })
})

test('a scenario that threw in head failed in head', () => {
  const failure = { reason: 'head answered 500', arm: 'head' as const }
  expect(scenarioStatus(recordingOf({ generations, failure }))).toEqual({
    kind: 'failed',
    ...failure,
  })
})

test.each(['base', null] as const)(
  'one that threw in base, or in both arms, leaves nothing to compare with: %s',
  (arm) => {
    const failure = { reason: 'the system ended by itself', arm }
    expect(scenarioStatus(recordingOf({ generations, failure }))).toEqual({
      kind: 'invalid',
      reason: 'the system ended by itself',
    })
  },
)

test('errors that only head has are a failure of head', () => {
  const requests = {
    base: { completed: 10_000, failed: 1 },
    head: { completed: 9900, failed: 100 },
  }
  expect(scenarioStatus(recordingOf({ generations, requests }))).toEqual({
    kind: 'failed',
    reason: '1.00 % of requests failed in head, expected at most 0.1 %',
    arm: 'head',
  })
})

test('errors in base leave nothing to compare with', () => {
  const requests = { base: { completed: 0, failed: 0 }, head: { completed: 9900, failed: 100 } }
  expect(scenarioStatus(recordingOf({ generations, requests }))).toEqual({
    kind: 'invalid',
    reason: 'base answered no request, expected some',
    code: 'errors',
  })
})

test('counter passes of one arm only are not a comparison', () => {
  const counters = passesWith({}, {}).slice(0, 3)
  expect(scenarioStatus(recordingOf({ generations, counters }))).toEqual({
    kind: 'invalid',
    reason: 'base has 2 counter passes and head 1, expected 2 each',
    code: 'passes',
  })
})
