import type { SerialPasses } from '../../execution/clock-or-work.ts'
import { totalOf } from '../../result/counter-id.ts'
import type { CounterPass, CounterValue } from '../../result/recording.ts'
import { timedCounters, workOfTimed } from './timed-counters.ts'

/**
 * Totals of what the work itself caused. The second pass of an arm has another pace, so whatever
 * runs by the clock differs between the passes of one arm. Such a counter is kept for the reader,
 * but belongs to no total: a total must not move with the time of day. Only what one arm did more
 * of it than any clock can have made is in that arm's total.
 */
export function withTotals(passes: readonly CounterPass[], serial: SerialPasses): CounterPass[] {
  const timed = timedCounters(passes, serial.operations)
  const more = workOfTimed(passes, timed, serial)
  return passes.map((pass) => ({
    ...pass,
    values: { ...marked(pass.values, timed), ...totals(pass, timed, more[pass.arm]) },
  }))
}

function marked(
  values: CounterPass['values'],
  timed: ReadonlySet<string>,
): Record<string, CounterValue> {
  return Object.fromEntries(
    Object.entries(values).map(([id, counter]) => [
      id,
      timed.has(id) ? { ...counter, byClock: true as const } : counter,
    ]),
  )
}

function totals(
  pass: CounterPass,
  timed: ReadonlySet<string>,
  more: Readonly<Record<string, number>>,
): Record<string, CounterValue> {
  const sums: Record<string, CounterValue> = {}
  for (const [id, counter] of Object.entries(pass.values)) {
    const total = totalOf(counter.group)
    const before = sums[total]?.value ?? more[counter.group] ?? 0
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
