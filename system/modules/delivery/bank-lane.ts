import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import { BreakerOpen } from '../../platform/breaker/breaker.ts'
import type { CircuitBreaker } from '../../platform/breaker/breaker.ts'
import type { BankClient, BankMessage } from './bank-client.ts'
import type { Attempt, MessageStore } from './message-store.ts'

export interface BankLaneOptions {
  readonly bank: string
  readonly client: BankClient
  readonly breaker: CircuitBreaker
  readonly store: MessageStore
  readonly log: Logger
}

const callsAtOnce = 16
/** A lane without work looks again after this; new messages wake it sooner. */
const pollMs = 1_000

/**
 * Tells one bank what it has to be told, as fast as it takes it. Each bank has a lane and a breaker
 * of its own: one that does not answer is left alone for a while, and the others notice nothing.
 */
export class BankLane {
  readonly #options: BankLaneOptions
  readonly #stopping = new AbortController()
  #sleeping = new AbortController()
  #loop: Promise<void> = Promise.resolve()

  constructor(options: BankLaneOptions) {
    this.#options = options
  }

  start(): void {
    this.#loop = this.#run()
  }

  /** There may be something to do. */
  wake(): void {
    this.#sleeping.abort()
  }

  /** Waits for the calls that are under way. */
  async stop(): Promise<void> {
    this.#stopping.abort()
    this.wake()
    await this.#loop
  }

  async #run(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      const { breaker, log, bank } = this.#options
      this.#sleeping = new AbortController()
      const found = await this.#round().catch((error: unknown) => {
        log.warn({ err: error, bank }, 'messages to a bank stay where they are for now')
        return 0
      })
      // An open breaker is waited for; nobody wakes it sooner.
      const closed = breaker.waitMs === 0
      if (found === 0 || !closed) {
        const signal = closed ? this.#sleeping.signal : this.#stopping.signal
        await sleep(closed ? pollMs : breaker.waitMs, undefined, { signal }).catch(() => undefined)
      }
    }
  }

  /** @returns how many messages were found */
  async #round(): Promise<number> {
    const { store, bank } = this.#options
    const messages = await store.take(bank, callsAtOnce)
    if (messages.length > 0) {
      await store.record(await Promise.all(messages.map(async (message) => this.#call(message))))
    }
    return messages.length
  }

  async #call(message: BankMessage): Promise<Attempt> {
    const { breaker, client } = this.#options
    const { paymentId } = message
    try {
      const reception = await breaker.run(async () => client.send(message))
      const fault = reception.kind === 'refused' ? reception.reason : undefined
      return { paymentId, outcome: reception.kind, fault }
    } catch (error) {
      const fault = error instanceof Error ? error.message : String(error)
      return { paymentId, outcome: error instanceof BreakerOpen ? 'unasked' : 'failed', fault }
    }
  }
}
