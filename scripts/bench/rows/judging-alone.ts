import { changePoints } from '../../../perf/stats/change-points.ts'
import { type Random, seededRandom } from '../../../perf/stats/random.ts'
import { asChecked, type Sample } from '../../../perf/stats/sample.ts'
import { judgeRun } from '../../../perf/verdict/judge.ts'
import { policy } from '../../../perf/verdict/policy.ts'
import { generationsOf, healthy, normal, recordingOf } from '../../../perf/verdict/testing.ts'
import type { JudgingCost, JudgingSize } from './judging.ts'

/**
 * One judgement in a process of its own, so that its memory is nobody else's. Answers one line of
 * JSON.
 */
const size = JSON.parse(process.argv[2] ?? '') as JudgingSize
const work = prepared(size, seededRandom(1))
const startedMs = performance.now()
const startedCpu = process.cpuUsage()
const found = work()
const durationMs = performance.now() - startedMs
const { user, system } = process.cpuUsage(startedCpu)
const rssBytes = process.resourceUsage().maxRSS * 1024
const cost: JudgingCost = { durationMs, cpuMs: (user + system) / 1000, rssBytes, found }
console.log(JSON.stringify(cost))

/**
 * Everything up to the measured call, which answers how much it found so that it cannot be left
 * out.
 */
function prepared({ what, across, down, deep }: JudgingSize, random: Random): () => number {
  if (what === 'nights') {
    const series = Array.from({ length: across }, () => nights(deep, random))
    const demand = { alpha: 0.01, shortest: 10 }
    return () => series.reduce((sum, values) => sum + changePoints(values, demand).length, 0)
  }
  const recordings = Array.from({ length: across }, (_, index) => {
    const values = metricValues(down)
    const factors = Array.from({ length: deep }, () =>
      Object.fromEntries(Object.keys(values).map((id) => [id, Math.exp(0.03 * normal(random))])),
    )
    return recordingOf({ name: `scenario-${index}`, generations: generationsOf(values, factors) })
  })
  return () =>
    judgeRun({ recordings, profile: 'thorough', seed: 1, machine: healthy }).scenarios.length
}

/** Those that gate first, then others, which inform. */
function metricValues(count: number): Record<string, number> {
  const gates = policy.metrics.filter(({ role }) => role === 'gate').map(({ id }) => id)
  const ids = Array.from({ length: count }, (_, index) => gates[index] ?? `other${index}`)
  return Object.fromEntries(ids.map((id, index) => [id, 10 + index]))
}

/** A ratio to the night before that moves once. */
function nights(count: number, random: Random): Sample {
  const values = Array.from(
    { length: count },
    (_, night) => 1 + 0.03 * normal(random) + (night > count / 2 ? 0.02 : 0),
  )
  return asChecked(values)
}
