/** One line of the log, as whoever acted tells it. */
export interface AuditEntry {
  readonly tenant: string
  /** "api", "timer", or the module that acted by itself. */
  readonly actor: string
  readonly action: string
  /** What it was done to. */
  readonly subject: string
  readonly details: Readonly<Record<string, unknown>>
}
