import type { Objective } from '../../result/recording.ts'
import type { ObjectiveResult, PhaseFigures } from '../document.ts'
import { endedOf } from '../figures/ended.ts'
import type { ShapeName } from '../shape.ts'

interface Promised {
  readonly what: string
  readonly unit: string
  readonly compare: 'at most' | 'at least'
  readonly limit: number
  /** Null where nothing was measured: a promise that was not put to the test is not kept. */
  readonly value: number | null
}

/** R3.32 with the project's own bound for p99; smoke asks only whether it works. */
const limits = { successShareLeast: 0.95, rateShareLeast: 0.9, latencyMsP99: 150 } as const

/**
 * What a steady load of one level has to keep, on its figures without ramps. Shapes that mean to be
 * too much promise other things, which are judged where they are looked for.
 * @param asked journeys per second, or undefined where users decide
 */
export function judgeObjectives(
  shape: ShapeName,
  steady: PhaseFigures,
  asked: number | undefined,
  ofScenario: readonly Objective[],
): ObjectiveResult[] {
  const p99 = steady.latencyMs?.p99 ?? null
  const promises: Promised[] = [
    {
      what: 'success, of journeys ended',
      unit: '%',
      compare: 'at least',
      limit: limits.successShareLeast * 100,
      value: endedOf(steady) === 0 ? null : (100 * steady.completed) / endedOf(steady),
    },
  ]
  if (asked !== undefined) {
    promises.push({
      what: 'journeys per second',
      unit: '/s',
      compare: 'at least',
      limit: limits.rateShareLeast * asked,
      value: steady.completedPerSecond,
    })
  }
  if (shape !== 'smoke') {
    const what = 'latency p99'
    promises.push({ what, unit: 'ms', compare: 'at most', limit: limits.latencyMsP99, value: p99 })
  }
  return [...promises, ...ofScenario.flatMap((objective) => ofFigures(objective, steady))].map(
    (promised) => ({ ...promised, isKept: isKept(promised) }),
  )
}

/**
 * Of a scenario's objectives those that a load measures; costs and the like are the comparison's.
 */
function ofFigures(objective: Objective, steady: PhaseFigures): Promised[] {
  const { metric, compare, limit, atPerSecond } = objective
  const latency = steady.latencyMs
  const values: Readonly<Record<string, number | null>> = {
    latencyMsP50: latency?.p50 ?? null,
    latencyMsP95: latency?.p95 ?? null,
    latencyMsP99: latency?.p99 ?? null,
  }
  if (!Object.hasOwn(values, metric)) return []
  if (atPerSecond !== null && steady.offeredPerSecond < atPerSecond) return []
  const what = `latency ${metric.slice(-3).toLowerCase()}, by the scenario`
  return [{ what, unit: 'ms', compare, limit, value: values[metric] ?? null }]
}

function isKept({ compare, limit, value }: Promised): boolean {
  if (value === null) return false
  return compare === 'at most' ? value <= limit : value >= limit
}
