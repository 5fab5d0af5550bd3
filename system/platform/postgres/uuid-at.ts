/** The smallest UUIDv7 of a millisecond: payments accepted from then on have a greater id. */
export function uuidAt(ms: number): string {
  const hex = Math.max(0, ms).toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`
}
