import { describe, expect, test } from 'vitest'
import { calm, control, judge, metricOf, payments, slower } from './testing-runs.ts'
import { healthy, passesWith } from './testing.ts'

describe('doubts', () => {
  const spin = (factor: number) => calm.map(() => ({ spinMs: factor }))

  test('a control that ran slower in head makes a regression invalid and leaves an improvement', () => {
    const factors = slower('cpuUsPerOpSystem', 1.2).map((factor) => ({
      ...factor,
      latencyMsP50: 0.8,
    }))
    const judgement = judge([payments(factors), control(spin(1.09))])
    expect(metricOf(judgement, 'cpuUsPerOpSystem').verdict).toEqual({
      kind: 'invalid',
      reason: 'negative control control/spinMs was 9.0 % worse in head, expected at most 5 %',
      code: 'control',
    })
    expect(metricOf(judgement, 'latencyMsP50').verdict.kind).toBe('improved')
    expect(judgement.scenarios[0]?.status.kind).toBe('invalid')
    expect(judgement.outcome).toBe('invalid')
  })

  test('a control that ran faster in head may have hidden a regression: equivalent becomes invalid', () => {
    const judgement = judge([payments(slower('cpuUsPerOpSystem', 1.2)), control(spin(0.9))])
    expect(metricOf(judgement, 'cpuUsPerOpSystem').verdict.kind).toBe('regressed')
    expect(metricOf(judgement, 'latencyMsP50').verdict.kind).toBe('invalid')
    expect(judgement.outcome).toBe('regressed')
  })

  test('a control that is out of band by its own scatter doubts nothing', () => {
    const scattered = [1.5, 0.8, 1.4, 0.9, 1.6, 0.8, 1.3, 1.1].map((spinMs) => ({ spinMs }))
    const judgement = judge([payments(calm), control(scattered)])
    expect(metricOf(judgement, 'spinMs', 1).change?.ratio).toBeGreaterThan(1.1)
    expect(judgement.warnings).toEqual([])
    expect(judgement.outcome).toBe('passed')
  })

  test('stolen CPU makes every decided timing invalid, exact counters stand', () => {
    const counters = passesWith({ 'sql.calls/total': 6 }, { 'sql.calls/total': 7 })
    const judgement = judge([payments(calm, { counters })], {
      machine: { ...healthy, stealPercent: 12 },
    })
    expect(metricOf(judgement, 'latencyMsP50').verdict.kind).toBe('invalid')
    expect(judgement.outcome).toBe('regressed')
  })

  test('a control never gates', () => {
    const judgement = judge([payments(calm), control(calm.map(() => ({ latencyMsP50: 1.08 })))])
    expect(judgement.scenarios[1]?.metrics.every(({ role }) => role === 'inform')).toBe(true)
    expect(judgement.outcome).toBe('passed')
  })
})

test('a saturated generator makes its scenario invalid and no other', () => {
  const saturatedOne = payments(slower('latencyMsP50', 3), {
    name: 'other',
    generatorSaturated: 'dispatch lag p99 80 ms',
  })
  const judgement = judge([payments(calm), saturatedOne])
  expect(metricOf(judgement, 'latencyMsP50', 1).verdict.kind).toBe('invalid')
  expect(metricOf(judgement, 'latencyMsP50', 0).verdict.kind).toBe('equivalent')
  expect(judgement.scenarios[1]?.status.kind).toBe('invalid')
})
