import type { Readable } from 'node:stream'
import type { Database } from '../../platform/postgres/database.ts'
import type { CopyOut } from '../../platform/postgres/copy-out.ts'
import { exportsBusy, exportsLimited } from './errors.ts'

/**
 * Each export holds a connection and a snapshot of the database for as long as its client reads.
 */
export interface ExportLimits {
  /** Of one tenant, so that none takes what others need. */
  readonly perTenant: number
  /** Of all tenants. */
  readonly atOnce: number
}

/** The exports that are running. */
export class Exports {
  readonly #database: Pick<Database, 'copyOut'>
  readonly #limits: ExportLimits
  readonly #running = new Set<Readable>()
  /** Those that are being opened count, too. */
  readonly #ofTenant = new Map<string, number>()

  constructor(database: Pick<Database, 'copyOut'>, limits: ExportLimits) {
    this.#database = database
    this.#limits = limits
  }

  get running(): number {
    return this.#ofTenant.values().reduce((sum, count) => sum + count, 0)
  }

  /** @throws DomainError exports-limited, exports-busy, DependencyUnavailable */
  async open(tenant: string, copy: CopyOut): Promise<Readable> {
    const { perTenant, atOnce } = this.#limits
    if ((this.#ofTenant.get(tenant) ?? 0) >= perTenant) {
      throw exportsLimited(tenant, perTenant)
    }
    if (this.running >= atOnce) {
      throw exportsBusy(atOnce)
    }
    this.#count(tenant, 1)
    try {
      const rows = await this.#database.copyOut(copy)
      this.#running.add(rows)
      const free = (): void => {
        if (this.#running.delete(rows)) {
          this.#count(tenant, -1)
        }
      }
      // Who has it all may ask for the next at once, though its connection takes a moment to be
      // closed.
      rows.once('end', free)
      rows.once('close', free)
      return rows
    } catch (error) {
      this.#count(tenant, -1)
      throw error
    }
  }

  /** Those who read see their connection break, which is how they know that rows are missing. */
  breakOff(): void {
    for (const rows of this.#running) {
      rows.destroy(new Error('the server is shutting down'))
    }
  }

  #count(tenant: string, change: 1 | -1): void {
    const count = (this.#ofTenant.get(tenant) ?? 0) + change
    if (count === 0) {
      this.#ofTenant.delete(tenant)
    } else {
      this.#ofTenant.set(tenant, count)
    }
  }
}
