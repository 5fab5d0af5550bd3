import { describe, expect, test } from 'vitest'
import { maxGenerations } from '../result/document.ts'
import {
  calm,
  control,
  judge,
  metricOf,
  passes,
  payments,
  slower,
  values,
  wobble,
} from './testing-runs.ts'
import { generationsOf, recordingOf } from './testing.ts'

describe('verdicts', () => {
  test('equal arms pass, and each gate metric is equivalent', () => {
    const judgement = judge([payments(calm), control(calm)])
    expect(judgement.outcome).toBe('passed')
    expect(judgement.warnings).toEqual([])
    for (const { verdict } of judgement.scenarios[0]?.metrics ?? [])
      expect(verdict.kind).toBe('equivalent')
  })

  test('10 % more CPU per operation is a regression of 10 %, with its p-value and interval', () => {
    const judgement = judge([payments(slower('cpuUsPerOpSystem', 1.1)), control(calm)])
    const metric = metricOf(judgement, 'cpuUsPerOpSystem')
    expect(judgement.outcome).toBe('regressed')
    expect(metric.verdict).toMatchObject({ kind: 'regressed', pValue: 1 / 256 })
    expect(metric.verdict).toHaveProperty('effect', expect.closeTo(0.1, 2))
    expect(metric.change?.low).toBeGreaterThan(1.08)
    expect(metric.change?.high).toBeLessThan(1.12)
    expect(metric.head?.n).toBe(8)
  })

  test('throughput is worse when it falls, and the change still reads head over base', () => {
    const metric = metricOf(
      judge([payments(slower('throughputPerSecond', 0.5))]),
      'throughputPerSecond',
    )
    expect(metric.verdict).toHaveProperty('effect', expect.closeTo(0.5, 2))
    expect(metric.change?.ratio).toBeCloseTo(0.5, 2)
    expect(metric.change?.low).toBeLessThan(metric.change?.high as number)
  })

  test('an improvement is mirrored and passes', () => {
    const judgement = judge([payments(slower('latencyMsP50', 0.8))])
    expect(metricOf(judgement, 'latencyMsP50').verdict).toMatchObject({
      kind: 'improved',
      effect: expect.closeTo(-0.2, 2),
    })
    expect(judgement.outcome).toBe('passed')
  })

  test('a certain change below the smallest effect of interest is not a regression', () => {
    const judgement = judge([payments(slower('cpuUsPerOpSystem', 1.02))])
    expect(metricOf(judgement, 'cpuUsPerOpSystem').verdict.kind).toBe('equivalent')
  })

  test('noise beyond the margin is inconclusive and says what could have been seen', () => {
    const noisy = wobble.map((factor) => ({ cpuUsPerOpSystem: factor ** 15 }))
    const { verdict } = metricOf(judge([payments(noisy)]), 'cpuUsPerOpSystem')
    expect(verdict.kind).toBe('inconclusive')
    expect(verdict).toHaveProperty(
      'detectableEffect',
      expect.toSatisfy((effect: number) => effect > 0.1 && effect < 0.5),
    )
  })

  test('an unknown metric informs, as its scenario describes it', () => {
    const description = { title: 'Settlement delay', unit: 's', better: 'lower' } as const
    const judgement = judge([
      recordingOf({
        generations: generationsOf({ ...values, settleS: 2 }, slower('settleS', 1)),
        metricDescriptions: { settleS: description },
        counters: passes,
      }),
    ])
    expect(metricOf(judgement, 'settleS')).toMatchObject({ ...description, role: 'inform' })
  })

  test('a metric that only one arm reports is new or missing, and missing fails', () => {
    const generations = generationsOf(values, calm)
    for (const generation of generations) delete generation.head['latencyMsP95']
    for (const generation of generations) delete generation.base['latencyMsP50']
    const judgement = judge([recordingOf({ generations, counters: passes })])
    expect(metricOf(judgement, 'latencyMsP95').verdict.kind).toBe('missing')
    expect(metricOf(judgement, 'latencyMsP50').verdict.kind).toBe('new')
    expect(judgement.outcome).toBe('failed')
  })

  test('a scenario of which base has nothing is new in all its metrics, and passes', () => {
    const generations = generationsOf(values, calm).map((each) => ({ ...each, base: {} }))
    const judgement = judge([recordingOf({ generations })])
    const kinds = judgement.scenarios[0]?.metrics.map(({ verdict }) => verdict.kind) ?? []
    expect([...new Set(kinds)]).toEqual(['new'])
    expect(judgement.outcome).toBe('passed')
  })

  test('the same input gives the same verdicts', () => {
    const many = Array.from({ length: 20 }, (_, index) => calm[index % 8] ?? {})
    expect(judge([payments(many)], { profile: 'thorough' })).toEqual(
      judge([payments(many)], { profile: 'thorough' }),
    )
  })
})

test('as many generations as a document may hold, none of them of two scenarios, are judged', () => {
  const every = Array.from({ length: maxGenerations }, (_, index) => calm[index % 8] ?? {})
  const [even, odd] = [0, 1].map((rest) =>
    generationsOf(values, every).filter(({ index }) => index % 2 === rest),
  )
  const judgement = judge([
    recordingOf({ generations: even ?? [], counters: passes }),
    recordingOf({ name: 'other', generations: odd ?? [], counters: passes }),
  ])
  expect(judgement.outcome).toBe('passed')
})

test('a batch that lost the gates of its cost says so, as a journey does', () => {
  const batch = recordingOf({
    kind: 'batch',
    generations: generationsOf({ durationMs: 140 }, calm),
    counters: passes,
  })
  expect(judge([batch, control(calm)]).warnings.map(({ message }) => message)).toEqual([
    'payments did not report cpuUsPerOpSystem: that gate did not run',
    'payments did not report cpuUsPerOpPostgres: that gate did not run',
  ])
})

describe('lost and unusable data', () => {
  test('a lost generation is dropped with its pair and said', () => {
    const generations = generationsOf(values, slower('latencyMsP50', 2))
    generations[3] = {
      ...(generations[3] as (typeof generations)[0]),
      head: {},
      dropped: 'head died',
    }
    const judgement = judge([recordingOf({ generations, counters: passes }), control(calm)])
    expect(metricOf(judgement, 'latencyMsP50')).toMatchObject({
      base: { n: 7 },
      verdict: { kind: 'regressed', pValue: 1 / 128 },
    })
    expect(judgement.warnings).toEqual([
      {
        code: 'generation-lost',
        message: 'payments: generation 3 was dropped with its pair: head died',
        gate: false,
      },
    ])
  })

  test('with fewer pairs than needed nothing is decided and the run has not measured', () => {
    const judgement = judge([payments(slower('latencyMsP50', 9).slice(0, 6)), control(calm)])
    expect(metricOf(judgement, 'latencyMsP50').verdict).toEqual({
      kind: 'inconclusive',
      detectableEffect: null,
    })
    expect(judgement.outcome).toBe('invalid')
    expect(judgement.warnings.map(({ code }) => code)).toContain('too-few-pairs')
  })

  test.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])(
    'a value of %d spoils its pair, not the run',
    (value) => {
      const generations = generationsOf(values, slower('latencyMsP50', 2))
      Object.assign(generations[0]?.head ?? {}, { latencyMsP50: value })
      const judgement = judge([recordingOf({ generations, counters: passes }), control(calm)])
      expect(metricOf(judgement, 'latencyMsP50').verdict).toMatchObject({
        kind: 'regressed',
        pValue: 1 / 128,
      })
      expect(judgement.warnings.map(({ code }) => code)).toEqual(['pair-refused'])
    },
  )

  test('no recording at all is invalid, not green', () => {
    expect(judge([]).outcome).toBe('invalid')
  })

  test('a scenario that lost every generation is invalid', () => {
    const generations = generationsOf(values, calm).map((generation) => ({
      ...generation,
      dropped: 'port taken',
    }))
    const judgement = judge([recordingOf({ generations })])
    expect(judgement.scenarios[0]?.status).toEqual({
      kind: 'invalid',
      reason: 'no generation gave a valid pair: port taken',
      code: 'pairs',
    })
    expect(judgement.outcome).toBe('invalid')
  })

  test('a gate that did not run is said', () => {
    const { cpuUsPerOpPostgres: _, ...others } = values
    const judgement = judge([recordingOf({ generations: generationsOf(others, calm) })])
    expect(judgement.warnings.map(({ message }) => message)).toEqual([
      'no control scenario was run: timings were judged without negative controls',
      'payments did not report cpuUsPerOpPostgres: that gate did not run',
      'payments has no two counter passes of each arm: its counter gate did not run',
    ])
  })
})
