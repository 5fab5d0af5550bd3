import { median } from '../stats/quantile.ts'
import { asChecked } from '../stats/sample.ts'
import { byFunction, type MeasuredInterval, total } from './function-instructions.ts'

/** Times its median. */
const allowance = 2

/**
 * Takes out of intervals of equal work what only the odd one has. A scavenge, a new connection with
 * its thousands of hash rounds, a statement planned anew: each is a burst in functions that the
 * other intervals hardly enter, and is owed to chance or to the clock. A function counts in each
 * interval for at most twice its median over all of them. What work itself does less often than
 * every other interval is lost with it; the timed generations see that.
 */
export function withoutBursts(intervals: readonly MeasuredInterval[]): MeasuredInterval[] {
  const added = intervals.map((interval) => byFunction([interval]))
  const limits = new Map<string, number>()
  for (const key of new Set(added.flatMap((functions) => [...functions.keys()]))) {
    const costs = added.map((functions) => functions.get(key)?.instructions ?? 0)
    limits.set(key, allowance * median(asChecked(costs)))
  }
  return intervals.map((interval, index) => {
    const functions = [...(added[index] ?? [])].map(([key, { place, instructions }]) => ({
      place,
      instructions: Math.min(instructions, limits.get(key) ?? 0),
    }))
    const instructions = total(functions.map((one) => one.instructions))
    return { ...interval, instructions, functions }
  })
}
