import { describe, expect, it } from 'vitest'
import { rateBounds } from '../../stats/binomial.ts'
import { seededRandom, type Random } from '../../stats/random.ts'
import { trendOf } from '../../stats/trend.ts'
import { judgeGrowth, leakPolicy, type Series } from './leak.ts'

const minuteMs = 60_000
const runMs = 20 * minuteMs
const everyMs = 10_000
const megabyte = 1e6
const heapLimit = 4_345_298_944

const normal = (random: Random) =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())

/** Readings of a run, as `shape` says of each moment's share of it, with noise of which each has a part of the last. */
function series(
  random: Random,
  shape: (share: number, atMs: number) => number,
  { noise = megabyte, memory = 0, more = {} as Partial<Series> } = {},
): Series {
  const points: Series['points'][number][] = []
  let disturbance = noise * normal(random)
  for (let atMs = 0; atMs < runMs; atMs += everyMs) {
    disturbance = memory * disturbance + noise * Math.sqrt(1 - memory ** 2) * normal(random)
    points.push({ atMs, value: shape(atMs / runMs, atMs) + disturbance })
  }
  const usual = { name: 'heap', unit: 'bytes', mayFail: true, stretchBy: 'lowest' } as const
  return { ...usual, points, capacity: heapLimit, ...more }
}

const flat = () => 80 * megabyte
/** Leaked bytes per second of the run. */
const leaking = (perSecond: number) => (_: number, atMs: number) =>
  80 * megabyte + (perSecond * atMs) / 1_000

const verdictsOf = (runs: number, make: (random: Random) => readonly Series[]): string[][] => {
  const random = seededRandom(20260107)
  return Array.from({ length: runs }, () =>
    judgeGrowth(make(random), runMs).map(({ verdict }) => verdict),
  )
}
const isLeak = (verdicts: readonly string[]) => verdicts.includes('leak')

describe('a leak of 1 kB per payment in 20 minutes', () => {
  it.each([
    ['at 1,000/s', 1_000, {}],
    ['at 100/s', 100, {}],
    ['at 100/s below a sawtooth of 60 MB', 100, { tooth: 60 * megabyte }],
    ['at 100/s with noise that lasts', 100, { memory: 0.9, noise: 2 * megabyte }],
  ])('%s is found in 95 of 100 runs', (_name, rate, options) => {
    const { tooth = 0, ...rest } = options as { tooth?: number }
    const shape = (share: number, atMs: number) =>
      leaking(rate * 1_000)(share, atMs) + tooth * ((atMs / 70_000) % 1)
    const runs = 200
    const found = verdictsOf(runs, (random) => [series(random, shape, rest)]).filter(isLeak).length
    expect(rateBounds(found, runs, 0.999).high).toBeGreaterThan(0.97)
    expect(found / runs).toBeGreaterThan(0.95)
  })

  it('is told with its pace, an interval around it, and the hours until the heap is full', () => {
    const [found] = judgeGrowth([series(seededRandom(3), leaking(1_000_000))], runMs)
    const perHour = 3_600 * megabyte
    expect(found?.verdict).toBe('leak')
    expect((found?.perHour ?? 0) / perHour).toBeCloseTo(1, 2)
    expect(found?.low).toBeLessThan(perHour)
    expect(found?.high).toBeGreaterThan(perHour)
    expect(found?.hoursToExhaustion).toBeCloseTo((heapLimit - 80e6 - 1_180e6) / perHour, 1)
  })
})

describe('a run without a leak', () => {
  const nine = (random: Random, of: (random: Random) => Series) =>
    Array.from({ length: 9 }, () => of(random))

  it.each([
    ['noise', { noise: 20 * megabyte }],
    ['noise that lasts', { noise: 20 * megabyte, memory: 0.6 }],
    ['noise that lasts long', { noise: 20 * megabyte, memory: 0.9 }],
    ['a sawtooth', { noise: 2 * megabyte, tooth: 60 * megabyte }],
  ])('of nine series with %s raises an alarm in at most 1 of 100 runs', (_name, options) => {
    const { tooth = 0, ...rest } = options as { tooth?: number }
    const shape = (_: number, atMs: number) => flat() + tooth * ((atMs / 170_000) % 1)
    const runs = 400
    const alarms = verdictsOf(runs, (random) =>
      nine(random, (each) => series(each, shape, rest)),
    ).filter(isLeak).length
    expect(rateBounds(alarms, runs, 0.99).low).toBeLessThanOrEqual(leakPolicy.falseAlarms)
  })

  it.each([
    ['warms up and is done', 0.05],
    ['warms up over a tenth of the run', 0.1],
    ['warms up over a fifth of the run', 0.2],
  ])('that %s raises none', (_name, share) => {
    const shape = (at: number) => 200 * megabyte * (1 - Math.exp(-at / share))
    const runs = 200
    const verdicts = verdictsOf(runs, (random) => [series(random, shape)])
    expect(verdicts.filter(isLeak).length / runs).toBeLessThanOrEqual(leakPolicy.falseAlarms)
  })

  it('that grows by less than fills anything in three days is told as slow', () => {
    const [found] = judgeGrowth([series(seededRandom(5), leaking(10_000), { noise: 1e5 })], runMs)
    expect(found).toMatchObject({ verdict: 'slow' })
    expect(found?.hoursToExhaustion).toBeGreaterThan(leakPolicy.horizonHours)
  })

  it('and without readings says that it does not know', () => {
    const empty = { ...series(seededRandom(1), flat), points: [] }
    expect(judgeGrowth([empty], runMs)).toMatchObject([{ verdict: 'unknown', perHour: null }])
  })
})

describe('a trend', () => {
  const points = (values: readonly number[]) => values.map((value, at) => ({ at, value }))

  it('is the median of all slopes, and one wild point does not move it', () => {
    const line = Array.from({ length: 20 }, (_, index) => 3 + 2 * index)
    expect(trendOf(points(line), 0.025)).toMatchObject({ slope: 2, low: 2, high: 2 })
    expect(trendOf(points(line.with(7, 1e9)), 0.025).slope).toBe(2)
  })

  it('has the slope that is there in its interval 19 times of 20, also where noise lasts', () => {
    for (const memory of [0, 0.5]) {
      const random = seededRandom(17)
      const runs = 1_000
      let within = 0
      for (let run = 0; run < runs; run++) {
        let disturbance = normal(random)
        const values = Array.from({ length: 24 }, (_, index) => {
          disturbance = memory * disturbance + Math.sqrt(1 - memory ** 2) * normal(random)
          return 0.3 * index + disturbance
        })
        const { low, high } = trendOf(points(values), 0.025)
        if (low <= 0.3 && high >= 0.3) within += 1
      }
      const demanded = memory === 0 ? 0.93 : 0.85
      expect(within / runs, `memory ${memory}`).toBeGreaterThan(demanded)
    }
  })

  it('of values that are all the same is zero and proves nothing', () => {
    const found = trendOf(points(Array.from({ length: 10 }, () => 5)), 0.01)
    expect(found).toMatchObject({ slope: 0, low: 0, high: 0, pValue: 0.5 })
  })
})
