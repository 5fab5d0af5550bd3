import { byFunction, type MeasuredInterval, total } from './function-instructions.ts'

/** Of the ratios, weighted by cost. */
const quantile = 0.1
/** Of what the idle intervals executed; functions below are left to rounding. */
const smallestShare = 0.000_1

/**
 * How often a working interval holds what the idle ones hold. Valgrind slows a process down fifty
 * times, so that it hears its timers and polls fifty times as often per operation, and not by the
 * clock alone: a timer that is late is heard once, a poll that finds work comes back at once. Wall
 * time is therefore a bad measure of them (on a crowded machine counts of equal arms differed by 5
 * %). But some of the functions that an idle process runs are run for nothing else, and what they
 * executed in a working interval, against what they did in the idle ones, tells how much of the
 * clock's work is in it: of all ratios a low quantile, weighted by cost. JavaScript is asked where
 * there is any, because the event loop itself goes round as it likes. Never more than wall time
 * allows.
 */
export function clockMultiple(work: MeasuredInterval, idle: readonly MeasuredInterval[]): number {
  const idleMs = total(idle.map(({ wallMs }) => wallMs))
  if (idleMs === 0) return 0
  const atMost = work.wallMs / idleMs
  const ratios = ratiosOf(work, idle)
  const weight = total(ratios.map((ratio) => ratio.weight))
  let passed = 0
  for (const { ratio, weight: own } of ratios) {
    passed += own
    if (passed >= quantile * weight) return Math.min(ratio, atMost)
  }
  return atMost
}

interface Ratio {
  readonly ratio: number
  readonly weight: number
}

function ratiosOf(work: MeasuredInterval, idle: readonly MeasuredInterval[]): Ratio[] {
  const working = byFunction([work])
  const smallest = smallestShare * total(idle.map(({ instructions }) => instructions))
  const known = [...byFunction(idle)].filter(([, { instructions }]) => instructions > smallest)
  const scripts = known.filter(([, { place }]) => place.line > 0)
  return (scripts.length > 0 ? scripts : known)
    .map(([key, { instructions }]) => ({
      ratio: (working.get(key)?.instructions ?? 0) / instructions,
      weight: instructions,
    }))
    .toSorted((one, other) => one.ratio - other.ratio)
}

/** Per operation, without the clock's share: one value for each working interval. */
export function instructionsPerOperation(
  work: readonly MeasuredInterval[],
  idle: readonly MeasuredInterval[],
  operations: number,
): number[] {
  const ofTheClock = total(idle.map(({ instructions }) => instructions))
  return work.map((interval) => {
    const ofTheWork = interval.instructions - clockMultiple(interval, idle) * ofTheClock
    return Math.max(0, ofTheWork / operations)
  })
}
