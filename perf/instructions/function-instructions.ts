import type { CodePlace } from '../result/evidence.ts'

/**
 * `instructions/` counts what a process executes, under Valgrind: how the system and a Postgres are
 * started for it, how their counts are set to zero and read, what their functions are called, and
 * which share of them is the clock's and not the work's. Which work is done, on which arm, in which
 * order and how often is left to `measuring/`, and what a difference means to `verdict/`.
 *
 * A measured interval is what was executed between two marks.
 */
export interface MeasuredInterval {
  readonly instructions: number
  readonly wallMs: number
  readonly functions: readonly FunctionInstructions[]
}

/** What one function itself executed, in one interval. */
export interface FunctionInstructions {
  readonly place: CodePlace
  readonly instructions: number
}

export interface ArmIntervals {
  readonly work: readonly MeasuredInterval[]
  readonly idle: readonly MeasuredInterval[]
  /** In one working interval. */
  readonly operations: number
}

/**
 * Added up by name and file: one function has a row in the dump of each process and for each depth
 * of recursion. Lines are no part of it, because they move with every change above them.
 */
export function byFunction(
  intervals: readonly MeasuredInterval[],
): Map<string, FunctionInstructions> {
  const added = new Map<string, FunctionInstructions>()
  for (const { place, instructions } of intervals.flatMap(({ functions }) => functions)) {
    const key = `${place.function}\n${place.file}`
    const before = added.get(key)?.instructions ?? 0
    added.set(key, { place, instructions: before + instructions })
  }
  return added
}

export function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0)
}
