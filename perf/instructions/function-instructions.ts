import type { CodePlace } from '../result/evidence.ts'

/** What one function itself executed, in one interval. */
export interface FunctionInstructions {
  readonly place: CodePlace
  readonly instructions: number
}

export interface MeasuredInterval {
  readonly instructions: number
  readonly wallMs: number
  readonly functions: readonly FunctionInstructions[]
}

export interface ArmIntervals {
  readonly work: readonly MeasuredInterval[]
  readonly idle: readonly MeasuredInterval[]
  /** In one working interval. */
  readonly operations: number
}

/**
 * Added up by name and file: one function has a row in the dump of each process and for each depth of
 * recursion. Lines are no part of it, because they move with every change above them.
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
