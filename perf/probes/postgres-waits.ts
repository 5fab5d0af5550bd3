import type { Client } from 'pg'
import { textMost } from '../result/evidence.ts'

/** How often a session of one database was found waiting, by event and statement. */
export interface WaitSample {
  /** `Lock/transactionid`. Source: PostgreSQL manual, "Wait Event Types". */
  readonly event: string
  readonly statement: string
  samples: number
}

/** One reading: who waits for something other than the client's next word. */
const waiting = `
  select wait_event_type || '/' || wait_event as event,
         left(trim(regexp_replace(query, '\\s+', ' ', 'g')), ${textMost}) as statement
    from pg_stat_activity
   where datname = $1 and pid <> pg_backend_pid() and state = 'active'
     and wait_event_type not in ('Client', 'Activity')`

export class PostgresWaits {
  readonly #found = new Map<string, WaitSample>()

  /** Adds what is waiting at this moment. */
  async read(admin: Client, database: string): Promise<void> {
    const answer = await admin.query<{ event: string; statement: string }>(waiting, [database])
    for (const { event, statement } of answer.rows) {
      const key = `${event}\n${statement}`
      const known = this.#found.get(key)
      if (known === undefined) this.#found.set(key, { event, statement, samples: 1 })
      else known.samples += 1
    }
  }

  /** Most often seen first. */
  samples(most: number): WaitSample[] {
    return [...this.#found.values()].toSorted((a, b) => b.samples - a.samples).slice(0, most)
  }
}
