import { describe, expect, test } from 'vitest'
import { rateBounds } from '../stats/binomial.ts'
import type { ProfileName } from './policy.ts'
import { autocorrelated, noises, simulateRun, type Truth } from './simulation.ts'

/**
 * The two numbers that a gate stands or falls with, on known truth: how often it cries wolf and how small a
 * slowdown it catches. Rates are asserted by their own Clopper-Pearson bounds, never by the rate that was
 * seen. More runs than a test can afford showed, in per cent of runs with a false alarm, in the order normal,
 * heavy-tailed, spiked, drifting, autocorrelated: `pr` 0.08, 0.01, 0.22, 0.49, 0.15 (10,000 runs each; the
 * 95 % bound of the worst is 0.62) and `quick` 0.18, 0.09, 0.34, 0.25, 0.24 (20,000 each; 0.42).
 * Dealt in blocks: 0.03 (3,000) and 0.02 (10,000); the flips take for noise what the blocks have cancelled.
 */
const patienceMs = 180_000
const noiseNames = Object.keys(noises) as (keyof typeof noises)[]
const percent = (worse: number) => Math.log1p(worse / 100)

function simulateMany(profile: ProfileName, truth: Truth, trials: number, firstSeed = 1) {
  const planted = Object.keys(truth.planted ?? {})
  const seen = { alarmed: 0, caught: 0, equivalent: 0, generations: 0 }
  for (let trial = 0; trial < trials; trial++) {
    const { judgement, generations, regressed } = simulateRun(profile, truth, firstSeed + trial)
    if (regressed.length > 0) seen.alarmed++
    if (regressed.some((id) => planted.includes(id))) seen.caught++
    const metrics = judgement.scenarios[0]?.metrics ?? []
    const called = metrics.filter(({ id }) => planted.includes(id))
    if (called.some(({ verdict }) => verdict.kind === 'equivalent')) seen.equivalent++
    seen.generations += generations
  }
  return { ...seen, generationsMean: seen.generations / trials }
}

describe('equal arms', () => {
  test(
    'quick: a false alarm in at most 1 % of runs over eight metrics, whatever the noise',
    () => {
      const trials = 800
      const alarmed = noiseNames.map(
        (name) => simulateMany('quick', { noise: noises[name], withBatch: true }, trials).alarmed,
      )
      const all = alarmed.reduce((sum, count) => sum + count, 0)
      expect(rateBounds(all, trials * noiseNames.length, 0.99).high).toBeLessThan(0.01)
      // A single kind of noise is seen too seldom here to show 1 %, and would show it if it were broken.
      expect(rateBounds(Math.max(...alarmed), trials, 0.99).high).toBeLessThan(0.02)
    },
    patienceMs,
  )

  test(
    'pr: a false alarm in at most 1 % of runs over all three looks, whatever the noise',
    () => {
      const trials = 400
      const alarmed = noiseNames.map(
        (name) => simulateMany('pr', { noise: noises[name] }, trials, 10_000).alarmed,
      )
      const all = alarmed.reduce((sum, count) => sum + count, 0)
      expect(rateBounds(all, trials * noiseNames.length, 0.99).high).toBeLessThan(0.01)
    },
    patienceMs,
  )

  test(
    'pr: in measured noise the run is over after 13 of 24 generations on average',
    () => {
      const { generationsMean } = simulateMany('pr', { noise: noises.normal }, 300, 20_000)
      expect(generationsMean).toBeLessThan(13)
    },
    patienceMs,
  )

  test(
    'without the coin, noise that remembers would raise false alarms: the coin is what the test rests on',
    () => {
      const { alarmed } = simulateMany('pr', { noise: autocorrelated }, 150)
      expect(rateBounds(alarmed, 150, 0.99).low).toBeGreaterThan(0.05)
    },
    patienceMs,
  )
})

describe('planted slowdowns', () => {
  test(
    'pr: 5 % more CPU per operation is caught in at least 95 % of runs, and called equivalent in at most 2.5 %',
    () => {
      const truth = { noise: noises.normal, planted: { cpuUsPerOpSystem: percent(5) } }
      const { caught, equivalent } = simulateMany('pr', truth, 600)
      expect(rateBounds(caught, 600, 0.99).low).toBeGreaterThan(0.95)
      expect(rateBounds(equivalent, 600, 0.99).high).toBeLessThan(0.025)
    },
    patienceMs,
  )

  test(
    'pr: the interval shown where the run ended holds the truth in at least 95 % of runs, early or late',
    () => {
      const [trials, truth] = [400, percent(4)]
      let covered = 0
      for (let seed = 1; seed <= trials; seed++) {
        const planted = { cpuUsPerOpSystem: truth }
        const { judgement } = simulateRun('pr', { noise: noises.spiked, planted }, seed)
        const metric = judgement.scenarios[0]?.metrics.find(({ id }) => id in planted)
        const { low, high } = metric?.change ?? {}
        if (low && high && low <= Math.exp(truth) && high >= Math.exp(truth)) covered++
      }
      expect(rateBounds(covered, trials, 0.99).low).toBeGreaterThan(0.95)
    },
    patienceMs,
  )

  test.each([
    ['p95 of 12 %', 'normal', { latencyMsP95: percent(12) }, 1, 0.95],
    ['p95 of 12 %', 'spiked', { latencyMsP95: percent(12) }, 1, 0.9],
    ['CPU of 5 %', 'heavy-tailed', { cpuUsPerOpSystem: percent(5) }, 1, 0.9],
    ['CPU of 5 %', 'spiked', { cpuUsPerOpSystem: percent(5) }, 1, 0.8],
    ['CPU of 5 % in a third more scatter', 'normal', { cpuUsPerOpSystem: percent(5) }, 1.33, 0.8],
  ] as const)(
    'pr: %s, %s noise, is caught',
    (_, noise, planted, louder, atLeast) => {
      const { caught } = simulateMany('pr', { noise: noises[noise], planted, louder }, 150)
      expect(rateBounds(caught, 150, 0.99).low).toBeGreaterThan(atLeast)
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
      const { caught } = simulateMany('quick', truth, 700)
      expect(rateBounds(caught, 700, 0.99).low).toBeGreaterThan(atLeast)
    },
    patienceMs,
  )
})
