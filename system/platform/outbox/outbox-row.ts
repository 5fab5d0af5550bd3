export interface OutboxRow {
  readonly id: number
  readonly topic: string
  readonly key: string
  readonly n: number
  /** JSON array of events. */
  readonly payload: string
  readonly createdAt: string
}
