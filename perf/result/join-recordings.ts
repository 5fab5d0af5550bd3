import type { LoadSummary } from './circumstances.ts'
import type { Generation, InvariantResult } from './document.ts'
import type { RequestTotals, ScenarioRecording } from './recording.ts'

/**
 * The recording of one scenario over two stretches of generations, of which the later went on where
 * the earlier had ended. Counted work and evidence are the earlier one's: they are taken once.
 * Rates of load are means by generations, extremes are extremes, and counts add up.
 */
export function joinRecordings(
  earlier: ScenarioRecording,
  later: ScenarioRecording,
): ScenarioRecording {
  const saturated = earlier.generatorSaturated ?? later.generatorSaturated
  return {
    ...later,
    ...earlier,
    generations: [...earlier.generations, ...later.generations],
    invariants: joinInvariants([...earlier.invariants, ...later.invariants]),
    load: joinLoads(earlier, later),
    requests: joinRequests(earlier.requests, later.requests),
    ...(saturated === undefined ? {} : { generatorSaturated: saturated }),
  }
}

/** One row per invariant and arm: violations add up, samples are kept first. */
export function joinInvariants(results: readonly InvariantResult[]): InvariantResult[] {
  const rows = new Map<string, InvariantResult>()
  for (const result of results) {
    const key = `${result.arm} ${result.id}`
    const before = rows.get(key)
    rows.set(key, before === undefined ? result : joinInvariant(before, result))
  }
  return [...rows.values()]
}

function joinInvariant(before: InvariantResult, now: InvariantResult): InvariantResult {
  return {
    ...before,
    violations: before.violations + now.violations,
    sample: before.sample.length > 0 ? before.sample : now.sample,
  }
}

function joinLoads(
  earlier: ScenarioRecording,
  later: ScenarioRecording,
): ScenarioRecording['load'] {
  if (earlier.load === null || later.load === null) return earlier.load ?? later.load
  const weights: Weights = [counted(earlier.generations), counted(later.generations)]
  return {
    base: joinLoad(earlier.load.base, later.load.base, weights),
    head: joinLoad(earlier.load.head, later.load.head, weights),
  }
}

type Weights = readonly [earlier: number, later: number]

const counted = (generations: readonly Generation[]): number =>
  generations.filter(({ dropped }) => dropped === null).length

function joinLoad(a: LoadSummary, b: LoadSummary, [weightA, weightB]: Weights): LoadSummary {
  const all = Math.max(1, weightA + weightB)
  const mean = (x: number, y: number) => (x * weightA + y * weightB) / all
  return {
    offeredPerSecond: mean(a.offeredPerSecond, b.offeredPerSecond),
    achievedPerSecond: mean(a.achievedPerSecond, b.achievedPerSecond),
    failures: addCounts(a.failures, b.failures),
    generatorCpuCores: mean(a.generatorCpuCores, b.generatorCpuCores),
    dispatchLagMsP99: Math.max(a.dispatchLagMsP99, b.dispatchLagMsP99),
    eventLoopDelayMsP99: Math.max(a.eventLoopDelayMsP99, b.eventLoopDelayMsP99),
    longestQueue: Math.max(a.longestQueue, b.longestQueue),
  }
}

function addCounts(a: Readonly<Record<string, number>>, b: Readonly<Record<string, number>>) {
  const reasons = new Set([...Object.keys(a), ...Object.keys(b)])
  return Object.fromEntries(
    [...reasons].map((reason) => [reason, (a[reason] ?? 0) + (b[reason] ?? 0)]),
  )
}

function joinRequests(
  a: ScenarioRecording['requests'],
  b: ScenarioRecording['requests'],
): ScenarioRecording['requests'] {
  if (a === null || b === null) return a ?? b
  const add = (x: RequestTotals, y: RequestTotals) => ({
    completed: x.completed + y.completed,
    failed: x.failed + y.failed,
  })
  return { base: add(a.base, b.base), head: add(a.head, b.head) }
}
