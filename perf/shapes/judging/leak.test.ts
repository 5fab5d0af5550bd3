import { describe, expect, it } from 'vitest'
import { rateBounds } from '../../stats/binomial.ts'
import { seededRandom, type Random } from '../../stats/random.ts'
import { trendOf } from '../../stats/trend.ts'
import type { LoadFigures } from '../document.ts'
import { growthDoubts, judgeGrowth, leakPolicy, type Series } from './leak.ts'
import { soakSeries } from './soak-series.ts'

const minuteMs = 60_000
const runMs = 20 * minuteMs
const everyMs = 10_000
const megabyte = 1e6
const heapLimit = 4_345_298_944

const flat = () => 80 * megabyte

const normal = (random: Random) =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())

/** What a soak reads and may fail by; all on one scale here, which no verdict depends on. */
const watched = [
  'heapFloorBytes',
  'externalFloorBytes',
  'rssBytes',
  'openFds',
  'connections',
  'tableBytesPerRow',
  'indexBytesPerRow',
  'outboxWaiting',
  'consumerLag',
] as const

type Shape = (share: number, atMs: number) => number
interface Noise {
  readonly noise?: number
  /** Of each disturbance, the part that it has of the last. */
  readonly memory?: number
}

/**
 * The series of a run in which each thing goes as `shapes` says, or else stays where it is, under
 * noise.
 */
function soak(
  random: Random,
  shapes: Readonly<Partial<Record<(typeof watched)[number], Shape>>>,
  { noise = megabyte, memory = 0 }: Noise = {},
): Series[] {
  const observations: LoadFigures['observations'] = []
  const disturbed = watched.map((name) => ({ name, by: noise * normal(random) }))
  for (let atMs = 0; atMs < runMs; atMs += everyMs) {
    const values: Record<string, number> = { mostFds: heapLimit, mostConnections: heapLimit }
    for (const each of disturbed) {
      each.by = memory * each.by + noise * Math.sqrt(1 - memory ** 2) * normal(random)
      values[each.name] = (shapes[each.name] ?? flat)(atMs / runMs, atMs) + each.by
    }
    observations.push({ atMs, values })
  }
  return soakSeries({ observations, stretches: [] }, { heapBytes: heapLimit, memoryBytes: 16e9 })
}

const everywhere = (shape: Shape) => Object.fromEntries(watched.map((name) => [name, shape]))

/** Leaked bytes per second of the run. */
const leaking = (perSecond: number) => (_: number, atMs: number) =>
  80 * megabyte + (perSecond * atMs) / 1_000

const runs = 200
const tooth = (atMs: number, periodMs: number) => 60 * megabyte * ((atMs / periodMs) % 1)

/** Of each run, what may fail it. */
const leaksOf = (runs: number, make: (random: Random) => readonly Series[]): string[][] => {
  const random = seededRandom(20260107)
  return Array.from({ length: runs }, () =>
    judgeGrowth(make(random), runMs)
      .filter(({ verdict, mayFail }) => mayFail && verdict === 'leak')
      .map(({ name }) => name),
  )
}
const heapOf = (series: readonly Series[]) =>
  judgeGrowth(series, runMs).find(({ name }) => name === heapName)
const heapName = 'heap, after a collection'

describe('a leak of 1 kB per payment in 20 minutes', () => {
  it.each([
    ['at 1,000/s', 1_000, {}],
    ['at 100/s', 100, {}],
    ['at 100/s with noise that lasts', 100, { memory: 0.9, noise: 2 * megabyte }],
  ])('%s is found in more than 95 of 100 runs', (_name, rate, options) => {
    const shapes = { heapFloorBytes: leaking(rate * 1_000) }
    const found = leaksOf(runs, (random) => soak(random, shapes, options))
    const right = found.filter((names) => names.includes(heapName)).length
    expect(rateBounds(right, runs, 0.999).low).toBeGreaterThan(0.95)
  })

  it('at 100/s below a sawtooth of 60 MB in resident memory is found in more than 95 of 100 runs', () => {
    const rssBytes: Shape = (share, atMs) => leaking(100_000)(share, atMs) + tooth(atMs, 70_000)
    const found = leaksOf(runs, (random) => soak(random, { rssBytes }))
    const right = found.filter((names) => names.includes('resident memory')).length
    expect(rateBounds(right, runs, 0.999).low).toBeGreaterThan(0.95)
  })

  it('is told with its pace, an interval around it, and the hours until the heap is full', () => {
    const found = heapOf(soak(seededRandom(3), { heapFloorBytes: leaking(1_000_000) }))
    const perHour = 3_600 * megabyte
    expect(found?.verdict).toBe('leak')
    expect((found?.perHour ?? 0) / perHour).toBeCloseTo(1, 2)
    expect(found?.low).toBeLessThan(perHour)
    expect(found?.high).toBeGreaterThan(perHour)
    expect(found?.hoursToExhaustion).toBeCloseTo((heapLimit - 80e6 - 1_180e6) / perHour, 1)
  })
})

describe('a run without a leak', () => {
  it.each([
    ['noise', { noise: 20 * megabyte }, flat],
    ['noise that lasts', { noise: 20 * megabyte, memory: 0.6 }, flat],
    ['noise that lasts long', { noise: 20 * megabyte, memory: 0.9 }, flat],
    ['a sawtooth', { noise: 2 * megabyte }, (_: number, at: number) => flat() + tooth(at, 170_000)],
  ])('of nine series with %s raises an alarm in less than 3 of 100 runs', (_name, noise, shape) => {
    const many = 400
    const found = leaksOf(many, (random) => soak(random, everywhere(shape), noise))
    const alarms = found.filter((names) => names.length > 0).length
    expect(rateBounds(alarms, many, 0.95).high).toBeLessThan(0.03)
  })

  it.each([
    ['warms up and is done', 0.05],
    ['warms up over a tenth of the run', 0.1],
    ['warms up over a fifth of the run', 0.2],
  ])('that %s raises an alarm in less than 3 of 100 runs', (_name, share) => {
    const heapFloorBytes: Shape = (at) => 200 * megabyte * (1 - Math.exp(-at / share))
    const found = leaksOf(runs, (random) => soak(random, { heapFloorBytes }))
    const alarms = found.filter((names) => names.includes(heapName)).length
    expect(rateBounds(alarms, runs, 0.95).high).toBeLessThan(0.03)
  })

  it('that grows by what fills the heap in ten days is told as a leak', () => {
    const series = soak(seededRandom(5), { heapFloorBytes: leaking(5_000) }, { noise: 1e5 })
    expect(heapOf(series)).toMatchObject({ verdict: 'leak' })
    expect(heapOf(series)?.hoursToExhaustion).toBeCloseTo(237, -1)
  })

  it('that grows by less than fills anything in two weeks is told as slow', () => {
    const series = soak(seededRandom(5), { heapFloorBytes: leaking(3_000) }, { noise: 1e5 })
    const found = heapOf(series)
    expect(found).toMatchObject({ verdict: 'slow' })
    expect(found?.hoursToExhaustion).toBeGreaterThan(leakPolicy.horizonHours)
  })
})

describe('what was not read', () => {
  const series = soak(seededRandom(9), { openFds: leaking(1_000_000) })

  it('is unknown, and makes a soak doubtful where it could fail it', () => {
    const nothing = soakSeries(
      { observations: [], stretches: [] },
      { heapBytes: 1, memoryBytes: 1 },
    )
    const growth = judgeGrowth(nothing, runMs)
    expect(new Set(growth.map(({ verdict }) => verdict))).toEqual(new Set(['unknown']))
    expect(growthDoubts(growth)).toHaveLength(watched.length)
    expect(growthDoubts(growth)[0]).toBe(`${heapName}: 0 stretches have a reading, 8 are needed`)
    expect(growthDoubts(judgeGrowth(series, runMs))).toEqual([])
  })

  it('is how far a thing may rise that rises: then nobody knows whether it matters', () => {
    const unbounded = series.map((each) => ({ ...each, capacity: undefined }))
    expect(growthDoubts(judgeGrowth(unbounded, runMs))).toEqual([
      'file descriptors: it rises, and how far it may was not read',
    ])
  })

  it('of a stretch with two readings the middle lies between them', () => {
    const of = (values: readonly number[]): Series => ({
      ...(series[0] as Series),
      points: values.map((value, index) => ({ atMs: 0.999 * runMs + index, value })),
    })
    const early = series[0]?.points.filter(({ atMs }) => atMs < 0.95 * runMs) ?? []
    const both = { ...of([10, 20]), points: [...early, ...of([10, 20]).points] }
    expect(judgeGrowth([both], runMs)[0]?.level).toBe(15)
  })
})

describe('a trend', () => {
  const points = (values: readonly number[]) => values.map((value, at) => ({ at, value }))

  it('is the median of all slopes, and one wild point does not move it', () => {
    const line = Array.from({ length: 20 }, (_, index) => 3 + 2 * index)
    expect(trendOf(points(line), 0.025)).toMatchObject({ slope: 2, low: 2, high: 2 })
    expect(trendOf(points(line.with(7, 1e9)), 0.025).slope).toBe(2)
  })

  it('has the slope in its interval more than 18 times of 20, and 17 where noise lasts', () => {
    for (const memory of [0, 0.5]) {
      const random = seededRandom(17)
      const trends = 1_000
      let within = 0
      for (let run = 0; run < trends; run++) {
        let disturbance = normal(random)
        const values = Array.from({ length: 24 }, (_, index) => {
          disturbance = memory * disturbance + Math.sqrt(1 - memory ** 2) * normal(random)
          return 0.3 * index + disturbance
        })
        const { low, high } = trendOf(points(values), 0.025)
        if (low <= 0.3 && high >= 0.3) within += 1
      }
      const demanded = memory === 0 ? 18 / 20 : 17 / 20
      expect(rateBounds(within, trends, 0.95).low, `memory ${memory}`).toBeGreaterThan(demanded)
    }
  })

  it('of values that are all the same is zero and proves nothing', () => {
    const found = trendOf(points(Array.from({ length: 10 }, () => 5)), 0.01)
    expect(found).toMatchObject({ slope: 0, low: 0, high: 0, pValue: 0.5 })
  })
})
