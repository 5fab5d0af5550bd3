/** The UTC day of an instant, ISO: what daily limits count against. */
export function utcDay(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(0, 10)
}
