import type { Readable } from 'node:stream'
import type { Database } from '../../platform/postgres/database.ts'
import type { CopyOut } from '../../platform/postgres/copy-out.ts'
import { exportsBusy } from './errors.ts'

/** Each holds a connection and a snapshot of the database for as long as its client reads. */
const exportsAtOnce = 2

/** The exports that are running. */
export class Exports {
  readonly #database: Pick<Database, 'copyOut'>
  readonly #running = new Set<Readable>()
  #opening = 0

  constructor(database: Pick<Database, 'copyOut'>) {
    this.#database = database
  }

  get running(): number {
    return this.#running.size + this.#opening
  }

  /** @throws DomainError exports-busy, DependencyUnavailable */
  async open(copy: CopyOut): Promise<Readable> {
    if (this.running >= exportsAtOnce) {
      throw exportsBusy()
    }
    this.#opening += 1
    try {
      const rows = await this.#database.copyOut(copy)
      this.#running.add(rows)
      rows.once('close', () => {
        this.#running.delete(rows)
      })
      return rows
    } finally {
      this.#opening -= 1
    }
  }

  /** Those who read see their connection break, which is how they know that rows are missing. */
  breakOff(): void {
    for (const rows of this.#running) {
      rows.destroy(new Error('the server is shutting down'))
    }
  }
}
