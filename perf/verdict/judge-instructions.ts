import { checkSample } from '../stats/sample.ts'
import { meanDifferenceReach, mean } from '../stats/mean-difference.ts'
import type { CounterResult, Verdict } from '../result/document.ts'
import type { InstructionReading, Instructions } from '../result/evidence.ts'
import type { ScenarioTolerances } from '../result/tolerances.ts'
import { policy } from './policy.ts'
import { recordedTolerance, smallestEffectOf, toleratedVerdict } from './tolerance.ts'

/**
 * Instructions per operation under Valgrind, judged as counters with a tolerance, and gating once enough
 * self-checks have shown how far equal arms come apart. Until then the repetitions of this run say how well
 * their difference is known, and that only informs: they share one process and its luck. Two equal arms
 * were seen 2 % apart while the repetitions of each agreed within 1.5 %.
 */
export function judgeInstructions(
  instructions: Instructions | undefined,
  tolerances: ScenarioTolerances,
): CounterResult[] {
  if (instructions?.kind !== 'counted') return []
  return instructions.readings.map((reading) => {
    const group = `instructions.${reading.process}`
    const [base, head] = [meanOf(reading.base), meanOf(reading.head)]
    const recorded = recordedTolerance(tolerances[group])
    const tolerance = toleranceOf(reading, recorded)
    return {
      id: `${group}/total`,
      group,
      title: `instructions, ${processTitles[reading.process]}`,
      unit: 'instructions',
      detail: null,
      exact: false,
      base,
      head,
      stored: null,
      role: recorded === undefined ? 'inform' : 'gate',
      verdict: verdictOf(group, base, head, tolerance),
      ...(tolerance === undefined ? {} : { tolerance }),
    }
  })
}

const processTitles = { system: 'system', postgres: 'Postgres' } as const

function verdictOf(
  group: string,
  base: number | null,
  head: number | null,
  tolerance: number | undefined,
): Verdict {
  if (tolerance === undefined || base === null || head === null) {
    return { kind: 'inconclusive', detectableEffect: null }
  }
  return toleratedVerdict(base, head, tolerance, smallestEffectOf(group))
}

/** Relative; undefined where nothing says how far equal arms come apart. A record is no excuse for a noisy run. */
function toleranceOf(
  { base, head }: InstructionReading,
  recorded: number | undefined,
): number | undefined {
  const centre = meanOf(base)
  if (centre === null || meanOf(head) === null) return undefined
  if (recorded !== undefined) return Math.max(recorded, spread(base), spread(head))
  const reach = meanDifferenceReach(base, head, policy.tolerance.alpha)
  return reach === null ? undefined : reach / centre
}

function spread(values: readonly number[]): number {
  return (Math.max(...values) - Math.min(...values)) / mean(values)
}

/** Null for anything but positive numbers: a process that did no instruction was not counted. */
function meanOf(values: readonly number[]): number | null {
  const outcome = checkSample(values, 'positive')
  return outcome.kind === 'refused' ? null : mean(outcome.sample)
}
