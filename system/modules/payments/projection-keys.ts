/**
 * The totals are kept per second, minute, hour and day, so that a sliding window is read as whole
 * buckets: seconds for the rate, minutes for the last hour, hours and minutes for the last day.
 */
export const bucketUnits = {
  second: { ms: 1_000, keepSeconds: 60 },
  minute: { ms: 60_000, keepSeconds: 26 * 3_600 },
  hour: { ms: 3_600_000, keepSeconds: 26 * 3_600 },
  day: { ms: 86_400_000, keepSeconds: 3 * 86_400 },
} as const

export type BucketUnit = keyof typeof bucketUnits
export const bucketUnitNames = Object.keys(bucketUnits) as readonly BucketUnit[]

/** @param index whole units since the epoch */
export function bucketKey(tenant: string, unit: BucketUnit, index: number): string {
  return `payments:${tenant}:${unit}:${index}`
}

export function indexOf(unit: BucketUnit, timeMs: number): number {
  return Math.floor(timeMs / bucketUnits[unit].ms)
}

export function appliedKey(tenant: string): string {
  return `payments:${tenant}:applied`
}

/** Sorted set: bank -> time of its last settled payment. */
export function banksKey(tenant: string): string {
  return `payments:${tenant}:banks`
}

/** Offset through which the messages of a partition are counted; gone when Redis has forgotten. */
export function countedKey(partition: number): string {
  return `payments:counted:${partition}`
}
