import type { Logger } from 'pino'
import { DependencyUnavailable, DomainError } from '../../platform/errors.ts'
import { newsOf, transferOf } from './movement.ts'
import type { Movement } from './movement.ts'
import type { LiquidityNeeds } from './needs.ts'
import type { Ending, LiquidityStore, PendingMovement } from './store.ts'

export interface RebalancerTools {
  readonly store: LiquidityStore
  readonly needs: LiquidityNeeds
  readonly checkIntervalMs: number
  /** Business time. */
  readonly nowMs: () => number
  readonly log: Logger
  readonly ended: (movement: Movement) => void
}

/**
 * Looks at the pools at an interval and brings back those that are beyond their thresholds. Every
 * process on a database does: the table lets each movement be decided once, its key lets the money
 * move once, and the one whose update ends it tells of it.
 */
export class Rebalancer {
  readonly #tools: RebalancerTools
  #timer: NodeJS.Timeout | undefined
  #checking: Promise<void> = Promise.resolve()
  #stopped = false

  constructor(tools: RebalancerTools) {
    this.#tools = tools
  }

  start(): void {
    this.#timer = setTimeout(() => {
      this.#checking = this.#attempt().finally(() => {
        if (!this.#stopped) {
          this.start()
        }
      })
    }, this.#tools.checkIntervalMs)
  }

  async stop(): Promise<void> {
    this.#stopped = true
    clearTimeout(this.#timer)
    await this.#checking
  }

  /** What was decided before is moved first: it may be that of a process that died. */
  async check(): Promise<void> {
    const { store, nowMs } = this.#tools
    const { beyond, pending } = await store.due()
    if (beyond > 0) {
      await store.decide(nowMs())
    }
    if (beyond + pending > 0) {
      for (const each of await store.pending()) {
        await this.#move(each)
      }
    }
  }

  /** Never rejects. */
  async #attempt(): Promise<void> {
    try {
      await this.check()
    } catch (error) {
      const level = error instanceof DependencyUnavailable ? 'warn' : 'error'
      this.#tools.log[level]({ err: error }, 'pools were not checked')
    }
  }

  async #move({ movement, treasury }: PendingMovement): Promise<void> {
    const { store, needs, ended } = this.#tools
    const ending = await this.#transfer(movement, treasury)
    const done = ending && (await store.finish(movement.id, ending))
    if (done === undefined) {
      return
    }
    ended(done)
    if (done.status === 'done') {
      needs.announce(done.tenant, newsOf(done))
    }
  }

  /** @returns undefined when nobody knows whether the money moved: the same key is tried again */
  async #transfer(movement: Movement, treasury: string): Promise<Ending | undefined> {
    const { needs, log } = this.#tools
    try {
      const { paymentId } = await needs.transfers.transfer(transferOf(movement, treasury))
      return { paymentId }
    } catch (error) {
      const refusal = error instanceof DomainError && isFinal(error) ? error : undefined
      const { id: movementId, poolId } = movement
      log.warn({ err: error, movementId, poolId, final: refusal !== undefined }, 'not rebalanced')
      return refusal && { failure: refusal.code }
    }
  }
}

/** Of these kinds the money certainly did not move, and would not the next time. */
function isFinal({ kind }: DomainError): boolean {
  return kind === 'refused' || kind === 'not-found' || kind === 'malformed'
}
