import { chanceCounts } from './chance.ts'

/**
 * The passes that counts are of: both arms at the same time, first at full speed, then leisurely.
 */
export interface SerialPasses {
  /** Of each pass. */
  readonly operations: number
  /** How long was counted at full speed, in the arm where it took longer. */
  readonly fullSpeedMs: number
  /** How long was counted at the leisurely pace, in the arm where it took less. */
  readonly leisurelyMs: number
}

/** One arm's count of a whole pass, or the sum of several such counts, by pass. */
export type PassCounts = readonly number[]

/**
 * By how many counts of a whole pass head did more than base, or less, that neither chance nor a
 * clock explains.
 */
export function differenceOf(base: PassCounts, head: PassCounts, serial: SerialPasses): number {
  if (!isSteady(base) || !isSteady(head)) return workDifference(base, head, serial)
  const difference = (head[0] ?? 0) - (base[0] ?? 0)
  return Math.abs(difference) > chanceCounts(serial.operations) ? difference : 0
}

export function isSteady(counts: PassCounts): boolean {
  return counts.every((count) => count === counts[0])
}

/**
 * By how many counts of a whole pass head did more work than base, though the passes of an arm
 * disagree; negative where it did less, 0 where clocks may have made the difference. There are two
 * kinds of them.
 *
 * A clock that both arms have counts most in the leisurely passes, which last longest. It cannot
 * lift what one arm counted least above what the other counted most, however slow that arm was at
 * full speed.
 *
 * A clock that one arm alone has – a poll that is new, more frequent or only reworded – counts by
 * the time, so that the passes disagree about the difference: by as much as it counts in the time
 * by which the leisurely pass is longer. From that follows what it can have counted at full speed.
 *
 * @param counters of which the counts are sums: chance may fall into each of them
 */
export function workDifference(
  base: PassCounts,
  head: PassCounts,
  { operations, fullSpeedMs, leisurelyMs }: SerialPasses,
  counters = 1,
): number {
  const longerMs = leisurelyMs - fullSpeedMs
  if (longerMs <= 0) return 0
  const apart = Math.max(
    Math.min(...head) - Math.max(...base),
    Math.min(...base) - Math.max(...head),
  )
  const differences = head.map((count, pass) => count - (base[pass] ?? 0))
  const disagreement = Math.max(...differences) - Math.min(...differences)
  const chance = counters * chanceCounts(operations)
  const clocks = (disagreement + chance) * Math.max(1, fullSpeedMs / longerMs) + chance
  if (apart <= clocks) return 0
  return differences.reduce((least, one) => (Math.abs(one) < Math.abs(least) ? one : least))
}
