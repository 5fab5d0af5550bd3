import { eventually } from '../../testing/eventually.ts'
import { createScratchDatabase } from '../../testing/scratch-database.ts'
import type { ScratchDatabase } from '../../testing/scratch-database.ts'
import { addCustomer, startSystem } from './testing.ts'
import type { RunningSystem } from './testing.ts'

export interface InvoiceState {
  readonly id: string
  readonly outstanding: number
  readonly status: string
  readonly version: number
}

/** A system on a database of its own, and customers that no other test touches. */
export class Stage implements AsyncDisposable {
  readonly scratch: ScratchDatabase
  readonly system: RunningSystem
  #customers = 0

  private constructor(scratch: ScratchDatabase, system: RunningSystem) {
    this.scratch = scratch
    this.system = system
  }

  static async set(environment: Readonly<Record<string, string>> = {}): Promise<Stage> {
    const scratch = await createScratchDatabase()
    return new Stage(scratch, await startSystem(scratch.url, environment))
  }

  /**
   * @param deposits amounts in minor units; deposit n is `D<n>-<customer>`. Every invoice is
   * over 100.
   */
  async customer(
    invoices: number,
    ...deposits: readonly number[]
  ): Promise<{
    customerId: string
    invoiceIds: string[]
    depositIds: string[]
    depositId: string
  }> {
    this.#customers += 1
    const customerId = `C${this.#customers}`
    const depositIds = deposits.map((_, index) => `D${index}-${customerId}`)
    const invoiceIds = await addCustomer(this.scratch.database, {
      customerId,
      invoices,
      deposits: Object.fromEntries(depositIds.map((id, index) => [id, deposits[index] ?? 0])),
    })
    return { customerId, invoiceIds, depositIds, depositId: depositIds[0] ?? '' }
  }

  async invoicesOf(customerId: string): Promise<readonly InvoiceState[]> {
    return this.scratch.database.query<InvoiceState>(
      `SELECT id, outstanding_minor AS outstanding, status, version
       FROM reconciliation_invoice WHERE customer_id = $1 ORDER BY id`,
      [customerId],
    )
  }

  async jobEnd(statusUrl: unknown): Promise<Record<string, unknown>> {
    return eventually(`end of ${String(statusUrl)}`, async () => {
      const { body } = await this.system.get(String(statusUrl))
      return body['finishedAt'] === undefined ? undefined : body
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.system[Symbol.asyncDispose]()
    await this.scratch[Symbol.asyncDispose]()
  }
}
