import { describe, expect, it } from 'vitest'
import { rateBounds } from '../../stats/binomial.ts'
import { seededRandom } from '../../stats/random.ts'
import type { GeneratorResult, PhaseFigures } from '../document.ts'
import { judgeMix, judgeMixes } from './mix.ts'
import { judgeObjectives } from './objectives.ts'
import { decide } from './outcome.ts'

const steady: PhaseFigures = {
  seconds: 10,
  offered: 10_000,
  completed: 9_990,
  shed: 0,
  errors: 10,
  offeredPerSecond: 1_000,
  completedPerSecond: 999,
  latencyMs: { mean: 5, p50: 4, p95: 9, p99: 20, max: 90 },
}
const missed = (...of: Parameters<typeof judgeObjectives>) =>
  judgeObjectives(...of)
    .filter(({ isKept }) => !isKept)
    .map(({ what }) => what)

describe('objectives', () => {
  it('are kept by a rate that is held with answers in time', () => {
    expect(missed('load', steady, 1_000, [])).toEqual([])
  })

  it.each([
    [{ completed: 9_400, shed: 600 }, 'success, of journeys ended'],
    [{ completedPerSecond: 899 }, 'journeys per second'],
    [{ latencyMs: { mean: 5, p50: 4, p95: 9, p99: 151, max: 160 } }, 'latency p99'],
    [{ latencyMs: null }, 'latency p99'],
  ])('are missed with %j: %s', (figures, what) => {
    expect(missed('load', { ...steady, ...figures }, 1_000, [])).toEqual([what])
  })

  it('of a smoke ask only whether it works, and of users no rate', () => {
    const slow = { ...steady, latencyMs: { mean: 5, p50: 4, p95: 9, p99: 900, max: 900 } }
    expect(missed('smoke', slow, 1_000, [])).toEqual([])
    expect(missed('load', { ...steady, completedPerSecond: 1 }, undefined, [])).toEqual([])
  })

  it('of the scenario count where a load measures them and is as heavy as they are stated for', () => {
    const p95 = { metric: 'latencyMsP95', compare: 'at most', limit: 5, atPerSecond: null } as const
    expect(missed('load', steady, 1_000, [p95])).toEqual(['latency p95, by the scenario'])
    expect(missed('load', steady, 1_000, [{ ...p95, atPerSecond: 3_000 }])).toEqual([])
    expect(missed('load', steady, 1_000, [{ ...p95, metric: 'cpuUsPerOpSystem' }])).toEqual([])
  })
})

describe('a mix', () => {
  const weights = { domestic: 0.6, regional: 0.25, 'cross-regional': 0.15 }
  const mixOf = (shares: readonly number[], total: number) => {
    const labels = Object.keys(weights).map((label, index) => [
      `pattern ${label}`,
      Math.round((shares[index] ?? 0) * total),
    ])
    return judgeMix({ group: 'pattern', weights }, Object.fromEntries(labels))
  }

  it('fits when it is as weighted, and not when it is a little off in many', () => {
    expect(mixOf([0.6, 0.25, 0.15], 100_000)).toMatchObject({ fits: true, chiSquare: 0 })
    expect(mixOf([0.59, 0.26, 0.15], 100_000)?.fits).toBe(false)
    expect(mixOf([0.59, 0.26, 0.15], 100)?.fits).toBe(true)
  })

  it('that is declared and of which no journey is counted is a failure', () => {
    const { mixes, failures } = judgeMixes([{ group: 'pattern', weights }], { 'type retail': 9 })
    expect([mixes, failures]).toEqual([
      [],
      ['the mix of pattern is not known: no journey was counted under it'],
    ])
  })

  it('of nothing is none', () => {
    expect(judgeMix({ group: 'pattern', weights }, { 'type retail': 9 })).toBeUndefined()
  })

  it('that is drawn as weighted has a p value below five percent in five of a hundred runs', () => {
    const random = seededRandom(20260107)
    const trials = 2_000
    let below = 0
    for (let trial = 0; trial < trials; trial++) {
      const labels: Record<string, number> = {}
      for (let draw = 0; draw < 300; draw++) {
        const at = random()
        const label = at < 0.6 ? 'domestic' : at < 0.85 ? 'regional' : 'cross-regional'
        labels[`pattern ${label}`] = (labels[`pattern ${label}`] ?? 0) + 1
      }
      if ((judgeMix({ group: 'pattern', weights }, labels)?.pValue ?? 1) < 0.05) below += 1
    }
    const { low, high } = rateBounds(below, trials, 0.999)
    expect([low < 0.05, high > 0.05]).toEqual([true, true])
  })
})

describe('the outcome', () => {
  const generator: GeneratorResult = {
    cores: 0.3,
    dispatchLagMsP99: 1,
    eventLoopDelayMsP99: 1,
    longestQueue: 0,
    rssBytes: 1,
    saturated: null,
  }
  const saturated = { ...generator, saturated: 'CPU 0.97 of a core, limit 0.9' }
  const calm = {
    invariants: [],
    objectives: judgeObjectives('load', steady, 1_000, []),
    mixes: [],
    generator,
    tooFew: undefined,
    others: undefined,
    failures: [],
    doubts: [],
    mayBeSaturated: false,
  }
  const broken = {
    id: 'a.b',
    title: 't',
    arm: 'head',
    violations: 3,
    sample: ['{"id":1}'],
  } as const

  it('is passed when nothing is wrong, missed or saturated', () => {
    expect(decide(calm)).toEqual({ outcome: 'passed', reasons: [] })
  })

  it('is failed by an invariant, whatever else is the matter', () => {
    const invariants = [{ ...broken, sample: [...broken.sample] }]
    expect(decide({ ...calm, invariants, generator: saturated })).toMatchObject({
      outcome: 'failed',
      reasons: ['invariant a.b (t) is violated 3 times: {"id":1}'],
    })
  })

  it('is invalid when the generator was the limit, unless the shape means that', () => {
    expect(decide({ ...calm, generator: saturated }).outcome).toBe('invalid')
    expect(decide({ ...calm, generator: saturated, mayBeSaturated: true }).outcome).toBe('passed')
  })

  it('is invalid when the shape measured nothing, unless something is wrong whatever was measured', () => {
    const doubts = ['the peak is not more than the system bears']
    expect(decide({ ...calm, doubts, mayBeSaturated: true })).toEqual({
      outcome: 'invalid',
      reasons: doubts,
    })
    expect(decide({ ...calm, doubts, failures: ['the heap leaks'] }).outcome).toBe('failed')
  })

  it('is failed by a missed objective, and says which', () => {
    const objectives = judgeObjectives(
      'load',
      { ...steady, completed: 5_000, shed: 5_000, errors: 0 },
      1_000,
      [],
    )
    expect(decide({ ...calm, objectives })).toEqual({
      outcome: 'failed',
      reasons: ['success, of journeys ended: promised at least 95.0 %, got 50.0 %'],
    })
  })

  it('is invalid of too few journeys, whose errors fail it all the same', () => {
    const tooFew = 'too few to judge: 9 journeys'
    const decidedOf = (figures: Partial<PhaseFigures>) =>
      decide({
        ...calm,
        objectives: judgeObjectives('load', { ...steady, ...figures }, 1_000, []),
        tooFew,
      })
    expect(decidedOf({ completed: 9, errors: 0 })).toEqual({
      outcome: 'invalid',
      reasons: [tooFew],
    })
    expect(decidedOf({ completed: 0, errors: 0 }).outcome).toBe('invalid')
    expect(decidedOf({ completed: 9, errors: 2 })).toMatchObject({
      outcome: 'failed',
      reasons: ['success, of journeys ended: promised at least 95.0 %, got 81.8 %'],
    })
  })

  describe('where others had much of the machine', () => {
    const others = { said: 'others used 1.18 of 2 cores', excuses: true }
    const decidedOf = (figures: Partial<PhaseFigures>, seen = others) =>
      decide({
        ...calm,
        objectives: judgeObjectives('load', { ...steady, ...figures }, 1_000, []),
        others: seen,
      })
    const late = { latencyMs: { mean: 50, p50: 40, p95: 90, p99: 900, max: 990 } }

    it('is invalid for a promise of latency or rate that was missed, and says why', () => {
      expect(decidedOf(late)).toEqual({
        outcome: 'invalid',
        reasons: ['latency p99: promised at most 150 ms, got 900 ms', others.said],
      })
      expect(decidedOf({ completedPerSecond: 899 }).outcome).toBe('invalid')
    })

    it('is passed by a run that kept its promises all the same', () => {
      expect(decidedOf({})).toEqual({ outcome: 'passed', reasons: [] })
    })

    it('is failed by a late answer where what they had excuses nothing', () => {
      expect(decidedOf(late, { ...others, excuses: false }).outcome).toBe('failed')
    })

    it('is failed by errors and by a violated invariant, whatever they had', () => {
      const { outcome, reasons } = decidedOf({ ...late, completed: 9_000, errors: 1_000 })
      expect([outcome, reasons.length]).toEqual(['failed', 2])
      const invariants = [{ ...broken, sample: [...broken.sample] }]
      expect(decide({ ...calm, invariants, others }).outcome).toBe('failed')
    })
  })

  it('is failed by what the shape found, also where the generator was the limit: a leak has no clock', () => {
    const failures = ['the heap leaks']
    expect(decide({ ...calm, failures, generator: saturated })).toEqual({
      outcome: 'failed',
      reasons: failures,
    })
  })
})
