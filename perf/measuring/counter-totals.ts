import type { ArmName } from '../result/document.ts'
import type { CounterPass, CounterValue } from '../result/recording.ts'

/**
 * Totals of what the work itself caused. The second pass of an arm has another pace, so whatever runs by
 * the clock differs between the passes of one arm. Such a counter is kept for the reader, but belongs to
 * no total: a total must not move with the time of day.
 */
export function withTotals(passes: readonly CounterPass[]): CounterPass[] {
  const timed = timedCounters(passes)
  return passes.map((pass) => ({ ...pass, values: { ...pass.values, ...totals(pass, timed) } }))
}

/**
 * Ids whose count differs between the two passes of at least one arm, and every count of a statement
 * whose calls do: where calls follow the clock, rows can agree by chance only. Not the other way round:
 * blocks differ with the layout of pages, and the calls are exact all the same.
 */
export function timedCounters(passes: readonly CounterPass[]): ReadonlySet<string> {
  const timed = new Set<string>()
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
