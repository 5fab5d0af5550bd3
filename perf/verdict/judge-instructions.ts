import { median, medianDeviation } from '../stats/quantile.ts'
import { checkSample, pairedLogRatios, type Sample } from '../stats/sample.ts'
import { meanReach } from '../stats/mean-reach.ts'
import type { CounterResult, Verdict } from '../result/document.ts'
import { instructionGroup, instructionTotal } from '../result/counter-id.ts'
import type { InstructionReading, Instructions } from '../result/evidence.ts'
import type { ScenarioTolerances } from '../result/tolerances.ts'
import { policy } from './policy.ts'
import { recordedTolerance, smallestEffectOf, toleratedVerdict } from './tolerance.ts'

/**
 * Instructions per operation under Valgrind, judged as counters with a tolerance, and gating once
 * enough self-checks have shown how far equal arms come apart. Until then the repetitions of this
 * run say how well their difference is known, and that only informs: they share one process and its
 * luck.
 *
 * The intervals of both arms are compared in pairs: the same journeys, at the same age of the
 * database. In one process the cost of a payment grows with its tables by 2 % from interval to
 * interval, and equal arms grow alike, to 0.01 %. Of the pairs the median counts, and of their
 * scatter the median as well, so that one pair that held a burst says nothing.
 */
export function judgeInstructions(
  instructions: Instructions | undefined,
  tolerances: ScenarioTolerances,
): CounterResult[] {
  if (instructions?.kind !== 'counted') return []
  return instructions.readings.map((reading) => {
    const group = instructionGroup(reading.process)
    const { base, head } = centresOf(reading)
    const recorded = recordedTolerance(tolerances[group])
    const tolerance = toleranceOf(reading, recorded)
    return {
      id: instructionTotal(reading.process),
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

interface Centres {
  readonly base: number | null
  readonly head: number | null
}

/** Head's is base's with the change of the middle pair, so that the two say what was judged. */
function centresOf(reading: InstructionReading): Centres {
  const base = checkSample(reading.base, 'positive')
  const ratios = logRatiosOf(reading)
  if (base.kind === 'refused') return { base: null, head: null }
  const centre = median(base.sample)
  return { base: centre, head: ratios === undefined ? null : centre * Math.exp(median(ratios)) }
}

/** Head by base, pair by pair; undefined when there is no pair, or one of them says nothing. */
function logRatiosOf({ base, head }: InstructionReading): Sample | undefined {
  const ratios = pairedLogRatios(base, head)
  return ratios.kind === 'ok' ? ratios.sample : undefined
}

/**
 * Relative; undefined where nothing says how far equal arms come apart. A record is no excuse for a
 * noisy run.
 */
function toleranceOf(
  reading: InstructionReading,
  recorded: number | undefined,
): number | undefined {
  const ratios = logRatiosOf(reading)
  if (ratios === undefined) return undefined
  if (recorded === undefined) return meanReach(ratios, policy.tolerance.alpha) ?? undefined
  return Math.max(recorded, medianDeviation(ratios))
}
