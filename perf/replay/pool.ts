import { type JudgeRound, type RecordedScenario, selfCheck } from '../selftest/record.ts'
import { asRecording } from '../selftest/unpack-round.ts'
import { pairMetrics, type PairedMetric } from '../verdict/pairs.ts'
import type { MetricPolicy } from '../verdict/policy.ts'

/**
 * Balanced together by the coin, and therefore drawn together:
 * `measuring/generation/balanced-block.ts`.
 */
export const blockGenerations = 8

/** A gate metric of one scenario; the members of a pool are one family. */
export interface PoolMember {
  readonly scenario: string
  readonly policy: MetricPolicy
}

/**
 * Recorded generations of equal arms, in the blocks of eight in which they were balanced.
 * Log-ratios, positive where head is worse, as they were recorded: arms are never swapped, so that
 * whatever may favour one of them in every run stays in the figures.
 */
export interface Pool {
  /** Scenarios that were measured together, control aside. */
  readonly scenarios: readonly string[]
  readonly members: readonly PoolMember[]
  /** Per block and member, eight values; NaN is a pair that was lost. */
  readonly blocks: readonly (readonly Float64Array[])[]
  /** Whole runs that the blocks come from. */
  readonly rounds: number
}

/**
 * A pool for each set of scenarios that self-checks were made of, the largest first. A round that
 * measured others beside the set counts, too: each scenario has generations of its own. Rounds in
 * which the machine was found wanting are left out: such a run is repeated and never judged.
 */
export function poolsOf(rounds: readonly JudgeRound[]): Pool[] {
  const usable = rounds.filter(
    (round) =>
      round.change === selfCheck &&
      (round.assessment === 'clean' || round.assessment === 'false') &&
      scenarioNames(round).length > 0,
  )
  const sets = new Map(usable.map(scenarioNames).map((names) => [names.join(' '), names]))
  return [...sets.values()]
    .map((names) =>
      poolOf(
        names,
        usable.filter((round) => hasAll(round, names)),
      ),
    )
    .filter(({ blocks, members }) => blocks.length > 0 && members.length > 0)
    .toSorted((a, b) => b.blocks.length - a.blocks.length)
}

function hasAll(round: JudgeRound, names: readonly string[]): boolean {
  const has = scenarioNames(round)
  return names.every((name) => has.includes(name))
}

function scenarioNames({ scenarios }: JudgeRound): string[] {
  const measured = scenarios.filter(({ kind }) => kind !== 'control')
  return measured.map(({ name }) => name).toSorted()
}

function poolOf(scenarios: readonly string[], rounds: readonly JudgeRound[]): Pool {
  const recordings = rounds.map((round) => {
    const recorded = round.scenarios.filter(({ name }) => scenarios.includes(name))
    return { recorded, metrics: gatesOf(recorded) }
  })
  const members = commonMembers(recordings.map(({ metrics }) => metrics))
  const blocks = recordings.flatMap(({ recorded, metrics }) => {
    const columns = members.map((member) => metrics.find((metric) => isSame(metric, member)))
    return blocksOf(
      columns.filter((column) => column !== undefined),
      Math.floor(generationsBegun(recorded) / blockGenerations),
    )
  })
  return { scenarios, members, blocks, rounds: rounds.length }
}

function gatesOf(scenarios: readonly RecordedScenario[]): PairedMetric[] {
  return scenarios
    .flatMap((scenario) => pairMetrics(asRecording(scenario)))
    .filter(({ policy, worse }) => policy.role === 'gate' && worse.size > 0)
}

/** A run cannot be put together of blocks that know different metrics. */
function commonMembers(paired: readonly (readonly PairedMetric[])[]): PoolMember[] {
  const [first = [], ...others] = paired
  return first
    .filter((metric) => others.every((other) => other.some((one) => isSame(one, metric))))
    .map(({ scenario, policy }) => ({ scenario, policy }))
}

function isSame(a: PoolMember, b: PoolMember): boolean {
  return a.scenario === b.scenario && a.policy.id === b.policy.id
}

/** Lost ones included; of several scenarios the fewest. */
function generationsBegun(scenarios: readonly RecordedScenario[]): number {
  return Math.min(...scenarios.map(({ generations }) => generations.index.length))
}

/** A generation that was lost is a gap in its block, as it is for the judge. */
function blocksOf(columns: readonly PairedMetric[], blocks: number): Float64Array[][] {
  return Array.from({ length: blocks }, (_, block) =>
    columns.map(({ worse }) =>
      Float64Array.from(
        { length: blockGenerations },
        (_unused, at) => worse.get(block * blockGenerations + at) ?? Number.NaN,
      ),
    ),
  )
}
