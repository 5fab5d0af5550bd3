import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Answer } from '../../system/testing/system-process.ts'

/** One order as its client sees it. */
export interface Acknowledged {
  readonly key: string
  readonly order: object
  readonly id: string
}

interface Payee {
  pay(key: string, order: unknown): Promise<Answer>
}

interface Waiter {
  readonly sinceMs: number
  readonly resolve: (atMs: number) => void
}

const accounts = 40
const shortPauseMs = 10
const retryMs = 20
/** Longer than any recovery may take. */
const answerLimitMs = 90_000
/** Accepted and recorded: settled, or waiting for its window. */
const recordedStatuses: ReadonlySet<number> = new Set([201, 202])

/**
 * Clients that do what the contract asks of them: whoever gets no answer, or is told to come again,
 * asks again with the same key until he knows. So every order ends as exactly one payment, whatever
 * dies meanwhile, and a payment that was booked twice for one key would be told by its second id.
 */
export class RetryingLoad implements AsyncDisposable {
  readonly acknowledged: Acknowledged[] = []
  /** Answers by status, retries included; "lost" where there was none. */
  readonly statuses = new Map<string, number>()
  readonly #payee: Payee
  readonly #pauseMs: number
  readonly prefix = randomBytes(4).toString('hex')
  readonly #clients: readonly Promise<void>[]
  readonly #stopping = new AbortController()
  #sequence = 0
  #waiters: Waiter[] = []

  /** @param pauseMs of each client between two orders */
  constructor(payee: Payee, clients: number, pauseMs = shortPauseMs) {
    this.#payee = payee
    this.#pauseMs = pauseMs
    this.#clients = Array.from({ length: clients }, async () => this.#run())
  }

  /**
   * Resolves with the time of the first acknowledgement of an attempt that began after this one.
   * Times are of `performance.now()`.
   */
  async acknowledgedAfter(sinceMs: number): Promise<number> {
    return new Promise((resolve) => {
      this.#waiters.push({ sinceMs, resolve })
    })
  }

  /** Every order that was begun is brought to its end first. */
  async stop(): Promise<void> {
    this.#stopping.abort()
    await Promise.all(this.#clients)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop()
  }

  async #run(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      const number = (this.#sequence += 1)
      const key = `${this.prefix}-${number}`
      const order = orderNumber(number)
      this.acknowledged.push({ key, order, id: await this.#payUntilKnown(key, order) })
      await sleep(this.#pauseMs)
    }
  }

  async #payUntilKnown(key: string, order: object): Promise<string> {
    const deadline = performance.now() + answerLimitMs
    while (performance.now() < deadline) {
      const startedMs = performance.now()
      const answer = await this.#payee.pay(key, order).catch(() => undefined)
      const status = String(answer?.status ?? 'lost')
      this.statuses.set(status, (this.statuses.get(status) ?? 0) + 1)
      if (answer !== undefined && recordedStatuses.has(answer.status)) {
        this.#tellWaiters(startedMs)
        return String(answer.json['id'])
      }
      await sleep(retryMs)
    }
    throw new Error(`order ${key} is without an answer after ${answerLimitMs} ms`)
  }

  #tellWaiters(startedMs: number): void {
    const told = this.#waiters.filter(({ sinceMs }) => startedMs > sinceMs)
    if (told.length > 0) {
      this.#waiters = this.#waiters.filter((waiter) => !told.includes(waiter))
      told.forEach(({ resolve }) => resolve(performance.now()))
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
