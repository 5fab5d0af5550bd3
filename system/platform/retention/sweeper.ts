import { setTimeout as sleep } from 'node:timers/promises'
import type { Queryable } from '../postgres/database.ts'
import type { PartitionsRule, RetentionRule, RowsRule } from './rule.ts'
import { dropPartitions, firstKeys, removePage } from './statements.ts'

export interface SweeperTools {
  readonly database: Pick<Queryable, 'query'>
  /** Business time. */
  readonly nowMs: () => number
  /** Rows of one table that a pass looks at, at most; one page is always looked at. */
  readonly rowsPerPass: number
  /** Told of what was removed, page by page. */
  readonly removed: (table: string, count: number) => void
}

interface Page {
  readonly seen: number
  readonly removed: number
  readonly lastKey: string | null
  /** The last row is within its time, so those after it are, too. */
  readonly isRecent: boolean
}

/** After each page others have the database to themselves for so long. */
const pauseMs = 20

/**
 * Removes what is over. A pass walks each table from its oldest row to the first that is to stay,
 * in pages, and looks at so many rows and no more; the next pass goes on from there. Rows that are
 * old and still needed are passed over, and looked at again when the walk begins anew.
 */
export class Sweeper {
  readonly #tools: SweeperTools
  /** Where the walk of a table is to go on; nothing where it begins anew. */
  readonly #after = new Map<string, string>()

  constructor(tools: SweeperTools) {
    this.#tools = tools
  }

  /** @throws what the database throws; the pages before are done */
  async sweep(rule: RetentionRule, stopping: AbortSignal): Promise<void> {
    switch (rule.how) {
      case 'rows':
        return this.#walk(rule, stopping)
      case 'partitions':
        return this.#drop(rule)
    }
  }

  async #walk(rule: RowsRule, stopping: AbortSignal): Promise<void> {
    const limit = Math.min(rule.rowsPerPage, this.#tools.rowsPerPass)
    for (let looked = 0; looked < this.#tools.rowsPerPass && !stopping.aborted; looked += limit) {
      const { seen, removed, lastKey, isRecent } = await this.#removePage(rule, limit)
      this.#tools.removed(rule.table, removed)
      if (seen < limit || isRecent || lastKey === null) {
        this.#after.delete(rule.table)
        return
      }
      this.#after.set(rule.table, lastKey)
      await sleep(pauseMs, undefined, { signal: stopping }).catch(() => undefined)
    }
  }

  async #removePage(rule: RowsRule, limit: number): Promise<Page> {
    const after = this.#after.get(rule.table) ?? firstKeys[rule.key.type]
    const values = [new Date(this.#tools.nowMs()), rule.days, after, limit]
    const [page] = await this.#tools.database.query<Page>(removePage(rule), values)
    return page ?? { seen: 0, removed: 0, lastKey: null, isRecent: false }
  }

  async #drop(rule: PartitionsRule): Promise<void> {
    const [row] = await this.#tools.database.query<{ readonly removed: number }>(
      dropPartitions(rule),
      [new Date(this.#tools.nowMs()), rule.days],
    )
    this.#tools.removed(rule.table, row?.removed ?? 0)
  }
}
