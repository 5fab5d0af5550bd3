/** One line of the log, as whoever acted tells it. */
export interface AuditEntry {
  readonly tenant: string
  /**
   * The principal of a request (`platform/http/principal.ts`), "timer", or the module that acted by
   * itself.
   */
  readonly actor: string
  readonly action: string
  /** What it was done to. */
  readonly subject: string
  readonly details: Readonly<Record<string, unknown>>
}
