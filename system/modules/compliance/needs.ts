/** What compliance requires of others; `app.ts` passes it in. */
export interface ComplianceNeeds {
  /** Shows an alert to whoever of the tenant is looking. Never throws, never waits. */
  readonly raise: (tenant: string, alert: RaisedAlert) => void
}

export interface RaisedAlert {
  readonly paymentId: string
  readonly reasons: readonly string[]
  readonly debtorAccount: string
  readonly creditorAccount: string
  /** BICs. */
  readonly debtorBank: string
  readonly creditorBank: string
  readonly amountMinor: number
  readonly currency: string
  /** Cents of a dollar. */
  readonly usdMinor: number
  /** ISO 8601, UTC. */
  readonly raisedAt: string
}
