import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { SystemUnderTest } from '../../testing/system-process.ts'

const accounts = 900
/** Bulks a second: often enough that the page sees a stream and no waves. */
const bulksPerSecond = 10

/**
 * So many payments a second, in bulks at fixed times: what a single generator can send beside a
 * system and a browser on two cores.
 */
export class SteadyLoad implements AsyncDisposable {
  /** How many payments were answered with each status. */
  readonly statuses = new Map<number, number>()
  readonly #system: SystemUnderTest
  readonly #perBulk: number
  readonly #prefix = randomBytes(4).toString('hex')
  readonly #running: Promise<void>
  readonly #answers: Promise<void>[] = []
  #stopping = false
  #sent = 0

  constructor(system: SystemUnderTest, perSecond: number) {
    this.#system = system
    this.#perBulk = Math.round(perSecond / bulksPerSecond)
    this.#running = this.#run()
  }

  get accepted(): number {
    return this.statuses.get(201) ?? 0
  }

  async stop(): Promise<void> {
    this.#stopping = true
    await this.#running
    await Promise.all(this.#answers)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop()
  }

  async #run(): Promise<void> {
    const startedMs = performance.now()
    for (let bulk = 0; !this.#stopping; bulk += 1) {
      await sleep(Math.max(0, startedMs + (bulk * 1_000) / bulksPerSecond - performance.now()))
      this.#answers.push(this.#send())
    }
  }

  async #send(): Promise<void> {
    const payments = Array.from({ length: this.#perBulk }, () => this.#order())
    const body = { mode: 'each', payments }
    const { json } = await this.#system.request('/api/v1/payments/bulk', { body })
    const items = (json['items'] ?? []) as readonly { readonly httpStatus: number }[]
    for (const { httpStatus } of items) {
      this.statuses.set(httpStatus, (this.statuses.get(httpStatus) ?? 0) + 1)
    }
  }

  #order(): object {
    const number = (this.#sent += 1)
    // From 1,001 on: accounts of all four banks in all eight currencies, 32 of them a round.
    const debtor = number % accounts
    const creditor = (debtor + 1 + (number % 31)) % accounts
    const round = ['USD', 'AED', 'ILS', 'PKR', 'INR', 'EUR', 'GBP', 'SAR']
    return {
      idempotencyKey: `${this.#prefix}-${number}`,
      debtorAccount: accountNumber(debtor),
      creditorAccount: accountNumber(creditor),
      amountMinor: 1 + (number % 1_000),
      currency: round[Math.floor(debtor / 4) % round.length],
    }
  }
}

function accountNumber(index: number): string {
  return `ACC-${String(1_001 + index).padStart(6, '0')}`
}
