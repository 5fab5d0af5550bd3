/** Sessions of one sample that were at work on, or waited for, one thing. */
export interface WaitRow {
  /** `CPU` where it waited for nothing. Source: PostgreSQL manual, "Wait Event Types". */
  readonly type: string
  readonly event: string
  readonly sessions: number
}

const walEvents = /^WAL|^Wal/

/**
 * In which share of the samples at least one session was at something: the lane that writes
 * payments is one session, so that these shares are how busy it is, and with what. A session at its
 * work is in one of them.
 */
export function waitShares(samples: readonly (readonly WaitRow[])[]): Record<string, number> {
  if (samples.length === 0) return {}
  const shareOf = (matches: (row: WaitRow) => boolean) =>
    samples.filter((rows) => rows.some(matches)).length / samples.length
  return {
    'database sessions': shareOf(() => true),
    'WAL flush': shareOf(({ type, event }) => type !== 'CPU' && walEvents.test(event)),
    'row locks': shareOf(({ type }) => type === 'Lock'),
    'database IO': shareOf(({ type, event }) => type === 'IO' && !walEvents.test(event)),
  }
}
