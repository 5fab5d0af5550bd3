import { describe, expect, test } from 'vitest'
import { rateBounds } from '../stats/binomial.ts'
import { seededRandom } from '../stats/random.ts'
import { repeatReason } from './decided.ts'
import { calm, control, judge, metricOf, payments, slower, values } from './testing-runs.ts'
import { healthy, normal, passesWith } from './testing.ts'

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

  test('stolen CPU makes every timing invalid, exact counters stand', () => {
    const counters = passesWith({ 'sql.calls/total': 6 }, { 'sql.calls/total': 7 })
    const judgement = judge([payments(calm, { counters })], {
      machine: { ...healthy, stealPercent: 12 },
    })
    expect(metricOf(judgement, 'latencyMsP50').verdict.kind).toBe('invalid')
    expect(judgement.outcome).toBe('regressed')
  })

  describe('what is left open', () => {
    const open = calm.map((factor) =>
      Object.fromEntries(Object.entries(factor).map(([id, value]) => [id, value ** 15])),
    )

    test('stands where nothing is in doubt', () => {
      const judgement = judge([payments(open), control(calm)])
      expect(metricOf(judgement, 'latencyMsP50').verdict.kind).toBe('inconclusive')
      expect(judgement.outcome).toBe('passed')
      expect(repeatReason(judgement)).toBeUndefined()
    })

    test('is invalid where CPU was stolen, and measured once more: a regression may be hidden in it', () => {
      const judgement = judge([payments(open), control(calm)], {
        machine: { ...healthy, stealPercent: 40 },
      })
      expect(judgement.scenarios[0]?.metrics.map(({ verdict }) => verdict.kind)).toEqual(
        Object.keys(values).map(() => 'invalid'),
      )
      expect(judgement.outcome).toBe('invalid')
      expect(repeatReason(judgement)).toBe(
        'payments: CPU steal was 40.0 % over the run, expected at most 10 %',
      )
    })

    test('is invalid where a control ran faster in head, and stands where it ran slower', () => {
      expect(judge([payments(open), control(spin(0.9))]).outcome).toBe('invalid')
      expect(judge([payments(open), control(spin(1.1))]).outcome).toBe('passed')
    })

    test('for want of pairs is not judged at all, so that no doubt repeats it', () => {
      const judgement = judge([payments(open.slice(0, 2)), control(spin(0.9))], {
        machine: { ...healthy, stealPercent: 40 },
      })
      expect(judgement.outcome).toBe('invalid')
      expect(repeatReason(judgement)).toBeUndefined()
    })
  })

  test('a busy machine that treats both arms alike makes hardly a run invalid', () => {
    const random = seededRandom(4)
    const noisy = (ids: readonly string[], scatter: number) =>
      calm.map(() => Object.fromEntries(ids.map((id) => [id, Math.exp(scatter * normal(random))])))
    const runs = 400
    let invalid = 0
    for (let run = 0; run < runs; run++) {
      const recordings = [
        payments(noisy(Object.keys(values), 0.2)),
        control(noisy(['latencyMsP50', 'spinMs'], 0.2)),
      ]
      if (judge(recordings, { seed: run }).outcome === 'invalid') invalid++
    }
    expect(rateBounds(invalid, runs, 0.99).high).toBeLessThan(0.1)
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
