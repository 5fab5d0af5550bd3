import type { CodePlace, FunctionCost } from '../result/evidence.ts'
import type { Interval } from './intervals.ts'

/** What one function itself executed, in one interval or in several added up. */
export interface FunctionInstructions {
  readonly place: CodePlace
  readonly instructions: number
}

export interface MeasuredInterval extends Interval {
  readonly functions: readonly FunctionInstructions[]
}

export interface ArmIntervals {
  readonly work: readonly MeasuredInterval[]
  readonly idle: readonly MeasuredInterval[]
  /** In one working interval. */
  readonly operations: number
}

/** As many as the evidence of a scenario can carry. */
const functionsMost = 200

/**
 * Both arms' functions by what they themselves execute per operation, largest difference first. A function
 * is known again by its name and file: lines move with every change above them.
 */
export function functionCosts(base: ArmIntervals, head: ArmIntervals): FunctionCost[] {
  const costs = { base: perOperation(base), head: perOperation(head) }
  const keys = new Set([...costs.base.keys(), ...costs.head.keys()])
  return [...keys]
    .flatMap((key) => {
      const [inBase, inHead] = [costs.base.get(key), costs.head.get(key)]
      const place = inHead?.place ?? inBase?.place
      if (place === undefined) return []
      return [{ place, base: rounded(inBase), head: rounded(inHead) }]
    })
    .sort((one, other) => difference(other) - difference(one))
    .slice(0, functionsMost)
}

function difference({ base, head }: FunctionCost): number {
  return Math.abs((head ?? 0) - (base ?? 0))
}

function rounded(cost: FunctionInstructions | undefined): number | null {
  return cost === undefined ? null : Math.round(cost.instructions * 10) / 10
}

function perOperation({ work, idle, operations }: ArmIntervals): Map<string, FunctionInstructions> {
  const workMs = work.reduce((total, { wallMs }) => total + wallMs, 0)
  const idleCosts = added(idle)
  const idleMs = idle.reduce((total, { wallMs }) => total + wallMs, 0)
  const share = idleMs === 0 ? 0 : workMs / idleMs
  const costs = added(work)
  for (const [key, { place, instructions }] of costs) {
    const ofTheClock = (idleCosts.get(key)?.instructions ?? 0) * share
    const ofTheWork = Math.max(0, instructions - ofTheClock)
    costs.set(key, { place, instructions: ofTheWork / (operations * work.length) })
  }
  return costs
}

function added(intervals: readonly MeasuredInterval[]): Map<string, FunctionInstructions> {
  const costs = new Map<string, FunctionInstructions>()
  for (const { place, instructions } of intervals.flatMap((interval) => interval.functions)) {
    const key = `${place.function}\n${place.file}`
    const before = costs.get(key)?.instructions ?? 0
    costs.set(key, { place, instructions: before + instructions })
  }
  return costs
}
