import type { Row } from './rows.ts'

/**
 * What a markdown report can leave out when it grows too long: one item per line, in the order of
 * importance. Everything in an item is escaped.
 */
export type Item = {
  readonly section:
    | 'problems'
    | 'findings'
    | 'why'
    | 'causes'
    | 'warnings'
    | 'evidence'
    | 'unchanged'
  readonly cells: readonly string[]
  /** What a line of a table of rows is made of. */
  readonly row?: Row
  /** In `why` and `evidence`, which have a part for each scenario. */
  readonly scenario?: string
  readonly part?: EvidencePart
}

/** A table or a run of blocks in what is folded under the causes of a scenario. */
export type EvidencePart = {
  readonly title: string
  /** Null where every item is a block of its own. */
  readonly header: readonly string[] | null
}
