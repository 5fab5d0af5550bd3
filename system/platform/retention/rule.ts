/**
 * How long the rows of a table are kept, and how they go. What is in here as SQL is ours, not a
 * caller's.
 */
export type RetentionRule = RowsRule | PartitionsRule

interface AnyRule {
  readonly table: string
  readonly days: number
}

/** Deleted row by row, a page at a time, oldest first. */
export interface RowsRule extends AnyRule {
  readonly how: 'rows'
  /** Unique, indexed, and growing with time: rows are walked in its order. */
  readonly key: { readonly column: string; readonly type: 'bigint' | 'uuid' }
  /**
   * SQL of the row `kept`: when it was made, or came to its end. It grows with the key, but for
   * strays.
   */
  readonly at: string
  /** SQL of the row `kept`: that nobody needs it any more. */
  readonly done: (span: Span) => string
  /** Rows that one statement looks at. */
  readonly rowsPerPage: number
}

/** Dropped a day at a time. */
export interface PartitionsRule extends AnyRule {
  readonly how: 'partitions'
  /** SQL of the first day kept, a date, that drops the days before it and returns their number. */
  readonly drop: (firstKeptDay: string) => string
}

/** SQL of instants that a pass goes by. */
export interface Span {
  /** From then on rows stay, whatever else is said of them. */
  readonly firstKept: string
  /** The same by the database's own clock, for what is dated by that. */
  readonly firstKeptReally: string
}
