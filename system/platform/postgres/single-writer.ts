import { DependencyUnavailable } from '../errors.ts'
import type { Database, Queryable, Reserved } from './database.ts'

/**
 * A connection that holds an advisory lock for as long as it lives: of all processes on a database
 * one is the writer of an outbox lane. When the holder dies, its lock dies with it, after its last
 * statement.
 */
export class SingleWriter {
  readonly #database: Database
  readonly #lane: string
  readonly #acquired: () => void
  #held: Reserved | undefined
  #closed = false

  /**
   * @param acquired called whenever this process becomes the writer, before it writes: another may
   * have been it in between
   */
  constructor(database: Database, lane: string, acquired: () => void = () => undefined) {
    this.#database = database
    this.#lane = lane
    this.#acquired = acquired
  }

  /**
   * Calls must not overlap. @throws DependencyUnavailable, also when closed or another process is
   * the writer
   */
  async connection(): Promise<Queryable> {
    this.#held ??= await this.#acquire()
    return this.#held
  }

  /** The connection is of no more use; the next call opens another. */
  lost(): void {
    this.#held?.release(true)
    this.#held = undefined
  }

  /**
   * Whoever comes later finds no writer: a connection that nobody gives back would keep the pool
   * open.
   */
  close(): void {
    this.#closed = true
    this.lost()
  }

  /**
   * Its few statements work on arrays of any length and have one good plan: row by row, by index.
   * Left to itself Postgres takes a plan for ten rows to be dearer than planning anew for fewer,
   * and does so for every batch of a quiet time; and of a table that is small when the plan is made
   * it reads all, also when it has grown to millions.
   */
  async #acquire(): Promise<Reserved> {
    this.#refuseWhenClosed()
    const reserved = await this.#database.reserve()
    try {
      this.#refuseWhenClosed()
      const [row] = await reserved.query<{ locked: boolean }>(
        `select pg_try_advisory_lock(hashtextextended($1, 0)) as locked,
  set_config('plan_cache_mode', 'force_generic_plan', false),
  set_config('enable_seqscan', 'off', false), set_config('enable_hashjoin', 'off', false),
  set_config('enable_mergejoin', 'off', false)`,
        [`lane:${this.#lane}`],
      )
      if (row?.locked !== true) {
        const holder = new Error(`another process is the writer of lane "${this.#lane}"`)
        throw new DependencyUnavailable('postgres', holder)
      }
      this.#refuseWhenClosed()
      this.#acquired()
      return reserved
    } catch (error) {
      reserved.release(true)
      throw error
    }
  }

  #refuseWhenClosed(): void {
    if (this.#closed) {
      const closed = new Error(`the writer of lane "${this.#lane}" is closed`)
      throw new DependencyUnavailable('postgres', closed)
    }
  }
}
