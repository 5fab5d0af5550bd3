import { studentUpperQuantile } from '../../stats/student.ts'

/**
 * Where a rate stops being kept, by going up after every rate that was kept and down after every
 * one that was not: the up-and-down method of Dixon & Mood, "A Method for Obtaining and Analyzing
 * Sensitivity Data", JASA 43 (1948). Steps are of one factor, because what a machine bears scatters
 * by a share of itself.
 */
export interface Trial {
  readonly level: number
  readonly isKept: boolean
}

export interface KneeEstimate {
  readonly level: number
  /** At `confidence`, with half a step on either side, which is all that the method resolves. */
  readonly low: number
  readonly high: number
  readonly confidence: number
  readonly turns: number
}

/** The way up, and the finer steps around where it ended. */
export const ladderPolicy = {
  climb: { factor: 1.5, stepsMost: 16 },
  around: { factor: 1.1, steps: 10, confidence: 0.95 },
} as const

export interface Ladder<Tried extends Trial> {
  /** In the order of time. */
  readonly tried: readonly Tried[]
  readonly knee: KneeEstimate | undefined
}

/** Up by half until a level is lost, then up and down around that place. */
export async function climbLadder<Tried extends Trial>(
  first: number,
  attempt: (level: number) => Promise<Tried>,
): Promise<Ladder<Tried>> {
  const { climb, around } = ladderPolicy
  let latest = await attempt(first)
  const tried = [latest]
  while (latest.isKept && tried.length < climb.stepsMost) {
    latest = await attempt(latest.level * climb.factor)
    tried.push(latest)
  }
  if (latest.isKept) return { tried, knee: undefined }
  const trials = [latest]
  while (trials.length < around.steps) {
    latest = await attempt(nextLevel(latest, around.factor))
    trials.push(latest)
  }
  const knee = kneeFrom(trials, around.factor, around.confidence)
  return { tried: [...tried, ...trials.slice(1)], knee }
}

/** What to try next. */
export function nextLevel({ level, isKept }: Trial, factor: number): number {
  return isKept ? level * factor : level / factor
}

/**
 * From the turns, Wetherill & Levitt (British Journal of Mathematical and Statistical Psychology
 * 18, 1965): between a rate that was kept and one that was not lies the knee, and each such pair is
 * a reading of it. Undefined before there are two turns.
 */
export function kneeFrom(
  trials: readonly Trial[],
  factor: number,
  confidence: number,
): KneeEstimate | undefined {
  const readings = trials.flatMap((trial, index) => {
    const next = trials[index + 1]
    if (next === undefined || next.isKept === trial.isKept) return []
    return [(Math.log(trial.level) + Math.log(next.level)) / 2]
  })
  if (readings.length < turnsLeast) return undefined
  const mean = readings.reduce((sum, value) => sum + value, 0) / readings.length
  const variance =
    readings.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (readings.length - 1)
  const error = Math.sqrt(variance / readings.length)
  const reach = studentUpperQuantile((1 - confidence) / 2, readings.length - 1) * error
  const half = reach + Math.log(factor) / 2
  return {
    level: Math.exp(mean),
    low: Math.exp(mean - half),
    high: Math.exp(mean + half),
    confidence,
    turns: readings.length,
  }
}

const turnsLeast = 2
