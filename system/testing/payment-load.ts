import { randomBytes } from 'node:crypto'
import type { SystemUnderTest } from './system-process.ts'

export interface LoadRecord {
  /** Ids of payments that were answered with 201. */
  readonly acknowledged: string[]
  /** Orders by key, to ask again. */
  readonly orders: Map<string, object>
  /** Answers by status; "lost" where there was none. */
  readonly statuses: Map<string, number>
}

const accounts = 40

/** Closed-loop clients that go on, whatever the answers are, until they are told to stop. */
export class PaymentLoad implements AsyncDisposable {
  readonly record: LoadRecord = { acknowledged: [], orders: new Map(), statuses: new Map() }
  readonly #system: SystemUnderTest
  readonly #prefix = randomBytes(4).toString('hex')
  readonly #clients: readonly Promise<void>[]
  #stopping = false
  #sequence = 0

  constructor(system: SystemUnderTest, clients: number) {
    this.#system = system
    this.#clients = Array.from({ length: clients }, async () => this.#run())
  }

  async stop(): Promise<void> {
    this.#stopping = true
    await Promise.all(this.#clients)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop()
  }

  async #run(): Promise<void> {
    while (!this.#stopping) {
      const number = (this.#sequence += 1)
      const key = `${this.#prefix}-${number}`
      const order = orderNumber(number)
      this.record.orders.set(key, order)
      const status = await this.#pay(key, order)
      this.record.statuses.set(status, (this.record.statuses.get(status) ?? 0) + 1)
      if (status !== '201') {
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
    }
  }

  async #pay(key: string, order: object): Promise<string> {
    try {
      const { status, json } = await this.#system.pay(key, order)
      if (status === 201) {
        this.record.acknowledged.push(String(json['id']))
      }
      return String(status)
    } catch {
      return 'lost'
    }
  }
}

function orderNumber(number: number): object {
  const name = (index: number): string => `ACC-${String(index + 1).padStart(6, '0')}`
  const debtor = number % accounts
  return {
    debtorAccount: name(debtor),
    creditorAccount: name((debtor + 1 + (number % (accounts - 1))) % accounts),
    amountMinor: 1 + (number % 1_000),
    currency: 'USD',
  }
}
