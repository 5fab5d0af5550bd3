import { Value } from 'typebox/value'
import { expect, test } from 'vitest'
import { RunResult } from '../result/document.ts'
import { metricPolicy, policy } from '../verdict/policy.ts'
import { fixtureNames, fixtures } from './fixtures.ts'

test.each(fixtureNames)('the example run "%s" is a valid result document', (name) => {
  expect([...Value.Errors(RunResult, fixtures[name])]).toEqual([])
})

test('the example runs cover every outcome', () => {
  const outcomes = new Set(fixtureNames.map((name) => fixtures[name].outcome))
  expect([...outcomes].sort()).toEqual(['failed', 'invalid', 'passed', 'regressed'])
})

test.each(fixtureNames.filter((name) => name !== 'hostile'))(
  'the example run "%s" states the policy in force',
  (name) => {
    const { policy: version, scenarios } = fixtures[name]
    const metrics = scenarios.flatMap((scenario) => scenario.metrics)
    expect(version).toBe(policy.version)
    for (const { id, title, smallestEffect, change } of metrics) {
      expect([id, change?.confidence ?? policy.confidence]).toEqual([id, policy.confidence])
      const known = metricPolicy(id)
      expect({ title, smallestEffect }).toEqual({
        title: known.title,
        smallestEffect: known.smallestEffect,
      })
    }
  },
)

test('what makes an example run doubtful is beyond what the policy allows', () => {
  const { warnings, scenarios, machine } = fixtures.invalid
  const allowed = `expected at most ${policy.stealPercentLimit} %`
  expect(machine.stealPercent).toBeGreaterThan(policy.stealPercentLimit)
  expect(warnings.map(({ message }) => message)).toEqual([expect.stringContaining(allowed)])
  expect(fixtures.explained.repeated?.reason).toContain(allowed)
  const band = (policy.controls[0]?.band ?? 0) * 100
  expect(scenarios[0]?.status).toMatchObject({
    reason: expect.stringMatching(`was [0-9.]+ % worse in head, expected at most ${band} %$`),
  })
})
