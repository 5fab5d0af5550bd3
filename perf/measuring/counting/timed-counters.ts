import { chanceCounts } from '../../execution/chance.ts'
import { type SerialPasses, workDifference } from '../../execution/clock-or-work.ts'
import type { ArmName } from '../../result/document.ts'
import type { CounterPass, CounterValue } from '../../result/recording.ts'

/**
 * Ids of counters that a clock drives, or may:
 * - those that the two passes of one arm count differently;
 * - those in which the arms differ by no more than chance, or which are no more than that
 *   altogether;
 * - all counts of a statement whose calls are of these. Where calls follow the clock, rows agree by
 *   chance only. Not the other way round: blocks differ with the layout of pages, and the calls are
 *   exact all the same.
 */
export function timedCounters(
  passes: readonly CounterPass[],
  operations: number,
): ReadonlySet<string> {
  const timed = new Set(chanceDifferences(passes, operations))
  for (const arm of ['base', 'head'] satisfies ArmName[]) {
    const [first, second] = passes.filter((pass) => pass.arm === arm)
    if (first === undefined || second === undefined) continue
    for (const id of new Set([...Object.keys(first.values), ...Object.keys(second.values)])) {
      if (first.values[id]?.value !== second.values[id]?.value) timed.add(id)
    }
  }
  const counters = passes.flatMap((pass) => Object.entries(pass.values))
  const statements = new Set(
    counters
      .filter(([id, { group }]) => group === 'sql.calls' && timed.has(id))
      .map(([, { detail }]) => detail),
  )
  for (const [id, { detail }] of counters) {
    if (detail !== null && statements.has(detail)) timed.add(id)
  }
  return timed
}

/** Units in which one is one more thing done; a byte more or less is no chance. */
const discrete: ReadonlySet<string> = new Set(['calls', 'commands', 'messages', 'rows'])

function isDiscrete(counter: CounterValue | undefined): boolean {
  return counter !== undefined && discrete.has(counter.unit)
}

function chanceDifferences(passes: readonly CounterPass[], operations: number): string[] {
  const [base, head] = (['base', 'head'] as const).map((arm) =>
    passes.find((pass) => pass.arm === arm),
  )
  if (base === undefined || head === undefined) return []
  const values = { ...base.values, ...head.values }
  return Object.keys(values).filter((id) => {
    const counts = [base, head].map((pass) =>
      Math.round((pass.values[id]?.value ?? 0) * operations),
    )
    const [most, least] = [Math.max(...counts), Math.min(...counts)]
    // What comes once or twice over a whole pass may have done so in all of them, and not in those
    // of another run.
    const apart = most <= chanceCounts(operations) ? most : most - least
    return apart > 0 && apart <= chanceCounts(operations) && isDiscrete(values[id])
  })
}

/**
 * What an arm did more than the other of what clocks drive, per operation and by group. A group is
 * looked at as a whole, because a statement may be reworded or split without a call more.
 */
export function workOfTimed(
  passes: readonly CounterPass[],
  timed: ReadonlySet<string>,
  serial: SerialPasses,
): Readonly<Record<ArmName, Readonly<Record<string, number>>>> {
  const { operations } = serial
  const more: Record<ArmName, Record<string, number>> = { base: {}, head: {} }
  for (const [group, ids] of timedByGroup(passes, timed)) {
    const of = (arm: ArmName) => groupCounts(passes, arm, group, ids, operations)
    const [base, head] = [of('base'), of('head')]
    if (base.timed.length < 2 || head.timed.length < 2) continue
    const work = workDifference(base.timed, head.timed, serial, ids.size)
    if (work === 0) continue
    // Under another wording it may differ between the passes of one arm only: then it is among the
    // others there.
    const others = head.others - base.others
    const isReworded = Math.abs(others + work) <= ids.size * chanceCounts(operations)
    const difference = isReworded ? -others : work
    more[difference > 0 ? 'head' : 'base'][group] = Math.abs(difference) / operations
  }
  return more
}

function timedByGroup(
  passes: readonly CounterPass[],
  timed: ReadonlySet<string>,
): ReadonlyMap<string, ReadonlySet<string>> {
  const groups = new Map<string, Set<string>>()
  for (const [id, counter] of passes.flatMap(({ values }) => Object.entries(values))) {
    if (!timed.has(id) || !isDiscrete(counter)) continue
    groups.set(counter.group, (groups.get(counter.group) ?? new Set()).add(id))
  }
  return groups
}

interface GroupCounts {
  /** Of a whole pass, by pass. */
  readonly timed: readonly number[]
  /** The same in both passes. */
  readonly others: number
}

function groupCounts(
  passes: readonly CounterPass[],
  arm: ArmName,
  group: string,
  ids: ReadonlySet<string>,
  operations: number,
): GroupCounts {
  const own = passes.filter((pass) => pass.arm === arm)
  const sum = ({ values }: CounterPass, isTimed: boolean) =>
    Object.entries(values)
      .filter(([id, counter]) => counter.group === group && ids.has(id) === isTimed)
      .reduce((all, [, { value }]) => all + Math.round(value * operations), 0)
  const [first] = own
  return {
    timed: own.map((pass) => sum(pass, true)),
    others: first === undefined ? 0 : sum(first, false),
  }
}
