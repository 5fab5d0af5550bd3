import type { FunctionCost } from '../result/evidence.ts'
import { clockMultiple } from './clock.ts'
import {
  type ArmIntervals,
  byFunction,
  type FunctionInstructions,
  total,
} from './function-instructions.ts'

/** As many as the evidence of a scenario can carry. */
const functionsMost = 200

/** Both arms' functions by what they themselves execute per operation, largest difference first. */
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
    .toSorted((one, other) => difference(other) - difference(one))
    .slice(0, functionsMost)
}

function difference({ base, head }: FunctionCost): number {
  return Math.abs((head ?? 0) - (base ?? 0))
}

function rounded(cost: FunctionInstructions | undefined): number | null {
  return cost === undefined ? null : Math.round(cost.instructions * 10) / 10
}

function perOperation({ work, idle, operations }: ArmIntervals): Map<string, FunctionInstructions> {
  const multiple = total(work.map((interval) => clockMultiple(interval, idle)))
  const idleCosts = byFunction(idle)
  const costs = byFunction(work)
  for (const [key, { place, instructions }] of costs) {
    const ofTheClock = (idleCosts.get(key)?.instructions ?? 0) * multiple
    const ofTheWork = Math.max(0, instructions - ofTheClock)
    costs.set(key, { place, instructions: ofTheWork / (operations * work.length) })
  }
  return costs
}
