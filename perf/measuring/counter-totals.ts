import { chanceCounts } from '../execution/chance.ts'
import type { ArmName } from '../result/document.ts'
import type { CounterPass, CounterValue } from '../result/recording.ts'

/**
 * Totals of what the work itself caused. The second pass of an arm has another pace, so whatever runs by
 * the clock differs between the passes of one arm. Such a counter is kept for the reader, but belongs to
 * no total: a total must not move with the time of day.
 */
export function withTotals(passes: readonly CounterPass[], operations: number): CounterPass[] {
  const timed = timedCounters(passes, operations)
  return passes.map((pass) => ({ ...pass, values: { ...pass.values, ...totals(pass, timed) } }))
}

/**
 * Ids whose count differs between the two passes of at least one arm, or by next to nothing between the
 * arms, or is next to nothing, and every count of a statement whose calls do: where calls follow the clock,
 * rows can agree by chance only. Not the other way round: blocks differ with the layout of pages, and the
 * calls are exact all the same.
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
    // What comes once or twice over a whole pass may have done so in all of them, and not in those of another run.
    const apart = most <= chanceCounts(operations) ? most : most - least
    return apart > 0 && apart <= chanceCounts(operations) && discrete.has(values[id]?.unit ?? '')
  })
}

function totals(pass: CounterPass, timed: ReadonlySet<string>): Record<string, CounterValue> {
  const sums: Record<string, CounterValue> = {}
  for (const [id, counter] of Object.entries(pass.values)) {
    const total = `${counter.group}/total`
    const before = sums[total]?.value ?? 0
    sums[total] = {
      value: before + (timed.has(id) ? 0 : counter.value),
      unit: counter.unit,
      group: counter.group,
      title: `all ${counter.unit} that the work caused`,
      detail: null,
    }
  }
  return sums
}
