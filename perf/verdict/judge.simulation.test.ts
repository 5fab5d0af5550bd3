import { describe, expect, test } from 'vitest'
import { rateBounds } from '../stats/binomial.ts'
import { type Random, seededRandom } from '../stats/random.ts'
import type { Generation } from '../result/document.ts'
import { judgeRun } from './judge.ts'
import { generationsOf, healthy, normal, recordingOf } from './testing.ts'

/**
 * The judge on known truth: whole runs of the quick profile with eight gate metrics in two scenarios,
 * noise as it was measured (3 % per generation, 7 % at p95, one generation in twenty hit by something of
 * up to 25 %, and half of the noise shared by all metrics of the generation).
 */
const journey = {
  throughputPerSecond: 900,
  cpuUsPerOpSystem: 36,
  cpuUsPerOpPostgres: 41,
  latencyMsP50: 4,
  latencyMsP95: 9,
}
const batch = { durationMs: 160, cpuUsPerOpSystem: 90, cpuUsPerOpPostgres: 300 }
const noiseOf: Readonly<Record<string, number>> = { latencyMsP95: 0.07 }

function simulate(
  values: Readonly<Record<string, number>>,
  planted: Readonly<Record<string, number>>,
  generations: number,
  random: Random,
): Generation[] {
  return generationsOf(
    values,
    Array.from({ length: generations }, () => {
      const shared = normal(random)
      const spike = random() < 0.05 ? (random() - 0.5) / 2 : 0
      const factorOf = (id: string) => {
        const noise = (noiseOf[id] ?? 0.03) * Math.SQRT1_2 * (shared + normal(random))
        return (planted[id] ?? 1) * Math.exp(noise + spike)
      }
      return Object.fromEntries(Object.keys(values).map((id) => [id, factorOf(id)]))
    }),
  )
}

/** How many of `trials` runs had a regressed gate metric, and how many the planted one. */
function judgeMany(trials: number, planted: Readonly<Record<string, number>>, generations = 8) {
  const random = seededRandom(20_261_121)
  const seen = { alarmed: 0, caught: 0 }
  for (let trial = 0; trial < trials; trial++) {
    const { scenarios } = judgeRun({
      recordings: [
        recordingOf({ generations: simulate(journey, planted, generations, random) }),
        recordingOf({
          name: 'batch',
          kind: 'batch',
          generations: simulate(batch, {}, generations, random),
        }),
      ],
      profile: 'quick',
      seed: trial,
      machine: healthy,
    })
    const regressed = scenarios.flatMap((scenario) =>
      scenario.metrics.filter(
        ({ role, verdict }) => role === 'gate' && verdict.kind === 'regressed',
      ),
    )
    if (regressed.length > 0) seen.alarmed++
    if (regressed.some(({ id }) => id in planted)) seen.caught++
  }
  return seen
}

describe('with eight generations', () => {
  test('equal arms raise a false alarm in at most 1 % of runs', () => {
    const { alarmed } = judgeMany(2500, {})
    expect(rateBounds(alarmed, 2500, 0.999).high).toBeLessThan(0.01)
  })

  test('a slowdown of 30 % in one metric is caught in at least 95 % of runs', () => {
    const { caught } = judgeMany(600, { cpuUsPerOpSystem: 1.3 })
    expect(rateBounds(caught, 600, 0.999).low).toBeGreaterThan(0.95)
  })

  test.each([5, 10])('a slowdown of %ix is caught in at least 99 % of runs', (factor) => {
    const { caught } = judgeMany(700, { latencyMsP50: factor })
    expect(rateBounds(caught, 700, 0.999).low).toBeGreaterThan(0.99)
  })
})

test('with sixteen, 10 % more CPU per operation is caught in at least 80 % of runs', () => {
  const { caught } = judgeMany(30, { cpuUsPerOpSystem: 1.1 }, 16)
  expect(rateBounds(caught, 30, 0.99).low).toBeGreaterThan(0.8)
})
