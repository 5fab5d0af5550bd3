/**
 * From bracketed intervals to instructions per operation. Pure.
 *
 * A process that Valgrind slows down fifty times hears its timers and polls fifty times as often per
 * operation, and hears more of them the busier the machine is. They go by the clock, so what an idle
 * process executes per millisecond, times the length of a working interval, is theirs and not the work's.
 */
export interface Interval {
  readonly instructions: number
  readonly wallMs: number
}

export function instructionsPerOperation(
  work: readonly Interval[],
  idle: readonly Interval[],
  operations: number,
): number[] {
  const rate = ratePerMs(idle)
  return work.map(({ instructions, wallMs }) =>
    Math.max(0, (instructions - rate * wallMs) / operations),
  )
}

function ratePerMs(idle: readonly Interval[]): number {
  const wallMs = sum(idle.map((interval) => interval.wallMs))
  return wallMs === 0 ? 0 : sum(idle.map((interval) => interval.instructions)) / wallMs
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
