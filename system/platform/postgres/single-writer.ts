import { DependencyUnavailable } from '../errors.ts'
import type { Database, Queryable, Reserved } from './database.ts'

/**
 * A connection that holds an advisory lock for as long as it lives: of all processes on a database one
 * is the writer of an outbox lane. When the holder dies, its lock dies with it, after its last
 * statement.
 */
export class SingleWriter {
  readonly #database: Database
  readonly #lane: string
  #held: Reserved | undefined

  constructor(database: Database, lane: string) {
    this.#database = database
    this.#lane = lane
  }

  /** Calls must not overlap. @throws DependencyUnavailable, also when another process is the writer */
  async connection(): Promise<Queryable> {
    this.#held ??= await this.#acquire()
    return this.#held
  }

  /** The connection is of no more use; the next call opens another. */
  lost(): void {
    this.#held?.release(true)
    this.#held = undefined
  }

  async #acquire(): Promise<Reserved> {
    const reserved = await this.#database.reserve()
    try {
      const [row] = await reserved.query<{ locked: boolean }>(
        'select pg_try_advisory_lock(hashtextextended($1, 0)) as locked',
        [`lane:${this.#lane}`],
      )
      if (row?.locked !== true) {
        const holder = new Error(`another process is the writer of lane "${this.#lane}"`)
        throw new DependencyUnavailable('postgres', holder)
      }
      return reserved
    } catch (error) {
      reserved.release(true)
      throw error
    }
  }
}
