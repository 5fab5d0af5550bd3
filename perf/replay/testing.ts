import type { Generation } from '../result/document.ts'
import { packGenerations } from '../selftest/packed-generations.ts'
import {
  type JudgeRound,
  type RecordedCounter,
  type RecordedScenario,
  selfCheck,
} from '../selftest/record.ts'
import { recordedRound } from '../selftest/testing.ts'
import { type Random, seededRandom } from '../stats/random.ts'
import { journeyScatter, journeyValues } from '../verdict/simulation.ts'
import { generationsOf, normal } from '../verdict/testing.ts'

/** Rounds of a system that does not exist, for tests only; nothing of it is ever a record. */
export interface SyntheticRound extends Partial<JudgeRound> {
  readonly generations?: number
  /** Relative, by metric; positive is worse. */
  readonly planted?: Readonly<Record<string, number>>
  /** Times the noise of a quiet machine, as `verdict/simulation.ts` has it. */
  readonly louder?: number
  readonly scenarioNames?: readonly string[]
}

/**
 * One statement more, and a verdict that no judge would give: whoever judges again says another.
 */
export const queries: RecordedCounter = {
  id: 'sql.calls/total',
  role: 'gate',
  exact: true,
  base: 2,
  head: 3,
  verdict: { kind: 'equivalent', upperBound: 0 },
}

export function syntheticRound(request: SyntheticRound): JudgeRound {
  const {
    generations = 24,
    planted = {},
    louder = 1,
    scenarioNames = ['payments'],
    ...differs
  } = request
  const random = seededRandom(differs.seed ?? 1)
  const scenarios = scenarioNames.map((name) => {
    const factors = Array.from({ length: generations }, () => factorsOf(planted, louder, random))
    return recordedScenario(name, generationsOf(journeyValues, factors))
  })
  return recordedRound({ profile: 'pr', scenarios, ...differs })
}

/** Head over base, by metric. */
function factorsOf(
  planted: Readonly<Record<string, number>>,
  louder: number,
  random: Random,
): Record<string, number> {
  return Object.fromEntries(
    Object.entries(journeyScatter).map(([id, deviation]) => {
      const worse = Math.log1p(planted[id] ?? 0) + louder * deviation * normal(random)
      return [id, Math.exp(id === 'throughputPerSecond' ? -worse : worse)]
    }),
  )
}

/** Self-checks on consecutive days, oldest first. */
export function syntheticSelfChecks(count: number, differs: SyntheticRound = {}): JudgeRound[] {
  return Array.from({ length: count }, (_, day) =>
    syntheticRound({ ...differs, change: selfCheck, seed: day + 1, takenAt: timeOf(day) }),
  )
}

export function timeOf(day: number): string {
  return new Date(Date.UTC(2026, 0, 1 + day)).toISOString()
}

export function recordedScenario(
  name: string,
  generations: readonly Generation[],
): RecordedScenario {
  return {
    name,
    kind: 'journey',
    status: { kind: 'measured', reason: null },
    generations: packGenerations(generations),
    metrics: [],
    counters: [],
    instructions: [],
    causes: [],
  }
}
