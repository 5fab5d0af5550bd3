/** The day on which a bank settles: the calendar date on its own wall. @returns YYYY-MM-DD */
export function settlementDate(settledAtMs: number, timeZone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(Math.floor(settledAtMs))
    .toZonedDateTimeISO(timeZone)
    .toPlainDate()
    .toString()
}
