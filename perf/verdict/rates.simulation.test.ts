import { beforeAll, describe, expect, test } from 'vitest'
import { rateBounds } from '../stats/binomial.ts'
import { autocorrelated, type NoiseName, noiseNames, noises } from '../stats/testing.ts'
import { type Counted, detectableCaught, simulateMany } from './simulated-rates.ts'

/**
 * The two numbers that a gate stands or falls with, on known truth: how often it cries wolf and how
 * small a slowdown it catches. Rates are asserted by their own Clopper-Pearson bounds, never by the
 * rate that was seen. More runs than a test can afford showed, in per cent of runs with a false
 * alarm, in the order normal, heavy-tailed, spiked, drifting, autocorrelated: 0.05, 0.00, 0.35,
 * 0.38, 0.18, the 95 % bound of the worst 0.58 (`npm run judge-rates -- --profile pr --runs 4000`),
 * and over eight metrics 0.25, 0.05, 0.43, 0.29, 0.26, at most 0.57
 * (`npm run judge-rates -- --profile quick --runs 8000`). Dealt in blocks: 0.03 and 0.04; the flips
 * take for noise what the blocks have cancelled.
 */
const patienceMs = 180_000
const percent = (worse: number) => Math.log1p(worse / 100)
const bounds = (count: number, trials: number) => rateBounds(count, trials, 0.99)

describe('equal arms', () => {
  test(
    'quick: a false alarm in at most 1 % of runs over eight metrics, whatever the noise',
    () => {
      const trials = 800
      const alarmed = noiseNames.map(
        (name) =>
          simulateMany('quick', { noise: noises[name], withBatch: true }, trials).falseAlarms,
      )
      expect(bounds(sum(alarmed), trials * noiseNames.length).high).toBeLessThan(0.01)
      // A single kind of noise is seen too seldom here to show 1 %, and would show it if it were
      // broken.
      expect(bounds(Math.max(...alarmed), trials).high).toBeLessThan(0.02)
    },
    patienceMs,
  )

  test(
    'pr: a false alarm in at most 1 % of runs over all three looks, whatever the noise',
    () => {
      const trials = 400
      const alarmed = noiseNames.map(
        (name) => simulateMany('pr', { noise: noises[name] }, trials, 10_000).falseAlarms,
      )
      expect(bounds(sum(alarmed), trials * noiseNames.length).high).toBeLessThan(0.01)
    },
    patienceMs,
  )

  test(
    'pr: in the noise of a quiet machine the run is over after 13 of 24 generations on average',
    () => {
      const { generationsMean } = simulateMany('pr', { noise: noises.normal }, 300, 20_000)
      expect(generationsMean).toBeLessThan(13)
    },
    patienceMs,
  )

  test(
    'without the coin, noise that remembers would raise false alarms: the coin is what the test rests on',
    () => {
      const { falseAlarms } = simulateMany('pr', { noise: autocorrelated }, 150)
      expect(bounds(falseAlarms, 150).low).toBeGreaterThan(0.05)
    },
    patienceMs,
  )
})

describe('pr, 5 % more CPU per operation', () => {
  const trials = 500
  const seen = new Map<NoiseName, Counted>()
  beforeAll(() => {
    const planted = { cpuUsPerOpSystem: percent(5) }
    for (const name of noiseNames) {
      seen.set(name, simulateMany('pr', { noise: noises[name], planted }, trials))
    }
  }, patienceMs)
  const of = (name: NoiseName) => seen.get(name) as Counted
  const total = (count: (of: Counted) => number) => sum([...seen.values()].map(count))

  // Drift grows to three times the rest; what blocks have balanced the flips take for noise.
  test.each([
    ['normal', 0.95],
    ['heavy-tailed', 0.95],
    ['spiked', 0.85],
    ['drifting', 0.55],
    ['autocorrelated', 0.95],
    ['blocked', 0.8],
  ] as const)('%s noise: is caught in at least %d of runs', (name, atLeast) => {
    expect(bounds(of(name).caught, trials).low).toBeGreaterThan(atLeast)
  })

  test('the other metrics raise a false alarm in at most 1 % of runs, whatever the noise', () => {
    expect(
      bounds(
        total(({ falseAlarms }) => falseAlarms),
        trials * seen.size,
      ).high,
    ).toBeLessThan(0.01)
    for (const name of noiseNames) {
      expect(bounds(of(name).falseAlarms, trials).low, name).toBeLessThan(0.01)
    }
  })

  test('it is called equivalent in at most 2.5 % of runs, whatever the noise', () => {
    const all = total(({ calledEquivalent }) => calledEquivalent)
    expect(bounds(all, trials * seen.size).high).toBeLessThan(0.025)
    for (const name of noiseNames) {
      expect(bounds(of(name).calledEquivalent, trials).low, name).toBeLessThan(0.025)
    }
  })

  test('each interval shown where the run ended holds the truth in at least 95 % of runs, early or late', () => {
    for (const id of of('normal').covered.keys()) {
      const all = total(({ covered }) => covered.get(id) ?? 0)
      expect(bounds(all, trials * seen.size).low, id).toBeGreaterThan(0.95)
      for (const name of noiseNames) {
        const { high } = bounds(of(name).covered.get(id) ?? 0, trials)
        expect(high, `${id}, ${name}`).toBeGreaterThan(0.95)
      }
    }
  })
})

describe('other planted slowdowns', () => {
  test.each([
    ['normal', 0.95],
    ['heavy-tailed', 0.95],
    ['spiked', 0.9],
    ['drifting', 0.8],
    ['autocorrelated', 0.95],
    ['blocked', 0.95],
  ] as const)(
    'pr, %s noise: a p95 of 1.12 times is caught in at least %d of runs',
    (name, atLeast) => {
      const planted = { latencyMsP95: percent(12) }
      const { caught, trials } = simulateMany('pr', { noise: noises[name], planted }, 250)
      expect(bounds(caught, trials).low).toBeGreaterThan(atLeast)
    },
    patienceMs,
  )

  test(
    'pr: 5 % more CPU in a third more scatter than a quiet machine’s is caught in at least 80 % of runs',
    () => {
      const planted = { cpuUsPerOpSystem: percent(5) }
      const truth = { noise: noises.normal, planted, louder: 1.33 }
      const { caught, trials } = simulateMany('pr', truth, 300)
      expect(bounds(caught, trials).low).toBeGreaterThan(0.8)
    },
    patienceMs,
  )

  test.each([
    ['10 %', 10, 0.9],
    ['30 %', 30, 0.95],
    ['5x', 400, 0.99],
    ['10x', 900, 0.99],
  ])(
    'quick: a slowdown of %s in one of eight metrics is caught',
    (_, worse, atLeast) => {
      const planted = { cpuUsPerOpSystem: percent(worse) }
      const truth = { noise: noises.normal, planted, withBatch: true }
      const { caught, trials } = simulateMany('quick', truth, 700)
      expect(bounds(caught, trials).low).toBeGreaterThan(atLeast)
    },
    patienceMs,
  )

  test(
    'quick: beside 10 % more CPU the other seven raise a false alarm in at most 1 % of runs, whatever the noise',
    () => {
      const [trials, planted] = [800, { cpuUsPerOpSystem: percent(10) }]
      const alarmed = noiseNames.map((name) => {
        const truth = { noise: noises[name], planted, withBatch: true }
        return simulateMany('quick', truth, trials, 5000).falseAlarms
      })
      expect(bounds(sum(alarmed), trials * noiseNames.length).high).toBeLessThan(0.01)
      expect(bounds(Math.max(...alarmed), trials).high).toBeLessThan(0.02)
    },
    patienceMs,
  )
})

describe('the detectable effect', () => {
  // GLOSSARY.md and `policy.detectablePower` tell these figures.
  test.each([
    ['quick', 0.78, 4000],
    ['pr', 0.93, 1000],
    ['thorough', 0.95, 700],
  ] as const)(
    'that one run of %s tells is caught by another in the share of runs that is stated: %d',
    (profile, told, trials) => {
      const { low, high } = bounds(detectableCaught(profile, noises.normal, trials), trials)
      expect(low).toBeLessThan(told)
      expect(high).toBeGreaterThan(told)
    },
    patienceMs,
  )
})

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0)
}
