import type { Objective } from '../../result/recording.ts'
import type { GeneratorResult, ObjectiveResult, PartResult } from '../document.ts'
import { lostBecause } from './kept-rate.ts'
import { judgeObjectives } from './objectives.ts'

/** What the load before an overload has to keep: it is one that the system is meant to bear. */
export function normalObjectives(
  parts: readonly PartResult[],
  level: 'rate' | 'users',
  ofScenario: readonly Objective[],
): ObjectiveResult[] {
  const normal = parts.find(({ role }) => role === 'normal')
  if (normal === undefined) return []
  const asked = level === 'rate' ? normal.level : undefined
  return judgeObjectives('load', normal.figures, asked, ofScenario).map((objective) => ({
    ...objective,
    what: `${objective.what}, before the overload`,
  }))
}

/** Why it was no overload: then nothing was learned of one. */
export function overloadDoubts(parts: readonly PartResult[]): string[] {
  const overload = parts.find(({ role }) => role === 'overload')
  if (overload === undefined) return []
  const { figures } = overload
  return figures.shed === 0 && lostBecause(figures) === undefined
    ? ['nothing was shed: the peak is not more than the system bears']
    : []
}

/**
 * A load that means to be too much may be that for its generator, too; then its latency is not the
 * system's alone.
 */
export function saturatedRemarks({ saturated }: GeneratorResult): string[] {
  return saturated === null
    ? []
    : [`the load generator was saturated, latency is its own, too: ${saturated}`]
}
