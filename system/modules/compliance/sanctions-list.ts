import type { Logger } from 'pino'
import type { Database } from '../../platform/postgres/database.ts'
import type { SanctionsList } from './facts.ts'
import { readSanctions } from './statements.ts'

export interface ListReaderTools {
  readonly database: Pick<Database, 'query'>
  readonly log: Pick<Logger, 'warn'>
  readonly intervalMs: number
  readonly use: (list: SanctionsList) => void
}

/**
 * Where the list could not be read, the one last read counts, and it is tried again this soon.
 * Before the first there is none that could count.
 */
const retryMs = 1_000

/** Reads the list at the start and again and again, so that a change to it needs no start. */
export class ListReader {
  readonly #tools: ListReaderTools
  #timer: NodeJS.Timeout | undefined
  #stopped = false

  constructor(tools: ListReaderTools) {
    this.#tools = tools
  }

  /** Never rejects. */
  async start(): Promise<void> {
    const { log, intervalMs, use, database } = this.#tools
    let nextMs = intervalMs
    try {
      use(await readList(database))
    } catch (error) {
      log.warn(
        { err: error },
        'sanctions list not read; the last one known counts, if there is one',
      )
      nextMs = Math.min(retryMs, intervalMs)
    }
    if (!this.#stopped) {
      this.#timer = setTimeout(() => void this.start(), nextMs)
    }
  }

  stop(): void {
    this.#stopped = true
    clearTimeout(this.#timer)
  }
}

async function readList(database: Pick<Database, 'query'>): Promise<SanctionsList> {
  const rows = await database.query<{ kind: 'account' | 'name'; value: string }>(readSanctions)
  const of = (kind: 'account' | 'name'): readonly string[] =>
    rows.filter((row) => row.kind === kind).map(({ value }) => value)
  return { accounts: of('account'), names: of('name') }
}
