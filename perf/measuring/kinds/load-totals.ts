import type { LoadResult } from '../../load/load.ts'
import type { LoadSummary } from '../../result/circumstances.ts'
import type { RequestTotals } from '../../result/recording.ts'

const saturatedShareMost = 0.25

/**
 * Load results of one arm added up over slices and generations, for the report and the error-rate
 * gate.
 */
export class LoadTotals {
  #durationMs = 0
  #offered = 0
  #completed = 0
  #requests = 0
  #unexpectedAnswers = 0
  #generatorCpuUs = 0
  #dispatchLagMsP99 = 0
  #eventLoopDelayMsP99 = 0
  #longestQueue = 0
  readonly #failures: Record<string, number> = {}
  #slices = 0
  readonly #saturated: string[] = []

  add(result: LoadResult): void {
    this.#durationMs += result.durationMs
    this.#offered += result.journeysOffered
    this.#completed += result.journeysCompleted
    this.#requests += result.requestsCompleted
    this.#generatorCpuUs += result.generator.cpuUs
    this.#dispatchLagMsP99 = Math.max(this.#dispatchLagMsP99, result.generator.dispatchLagMsP99)
    this.#eventLoopDelayMsP99 = Math.max(
      this.#eventLoopDelayMsP99,
      result.generator.eventLoopDelayMsP99,
    )
    this.#longestQueue = Math.max(this.#longestQueue, result.generator.longestQueue)
    for (const [reason, count] of Object.entries(result.failures)) {
      this.#unexpectedAnswers += count
      this.#fail(reason, count)
    }
    this.#fail('timeout', result.timeouts)
    this.#fail('connection error', result.connectionErrors)
    this.#slices += 1
    if (result.generator.saturated !== undefined) this.#saturated.push(result.generator.saturated)
  }

  #fail(reason: string, count: number): void {
    if (count > 0) this.#failures[reason] = (this.#failures[reason] ?? 0) + count
  }

  /**
   * Why the generator was the limit of this arm; undefined when it was not. A neighbour's burst can
   * hold the generator up in a slice or two, which widens the spread like any other disturbance; a
   * generator that is too slow is so in every slice.
   */
  get saturated(): string | undefined {
    const share = this.#saturated.length / Math.max(1, this.#slices)
    if (share <= saturatedShareMost) return undefined
    return `${this.#saturated[0]} (in ${this.#saturated.length} of ${this.#slices} slices)`
  }

  summary(): LoadSummary {
    const seconds = Math.max(this.#durationMs / 1_000, Number.EPSILON)
    return {
      offeredPerSecond: this.#offered / seconds,
      achievedPerSecond: this.#completed / seconds,
      failures: this.#failures,
      generatorCpuCores: this.#generatorCpuUs / 1e6 / seconds,
      dispatchLagMsP99: this.#dispatchLagMsP99,
      eventLoopDelayMsP99: this.#eventLoopDelayMsP99,
      longestQueue: this.#longestQueue,
    }
  }

  /** An unexpected answer was answered and failed: it counts as failed only. */
  requestTotals(): RequestTotals {
    const failed = Object.values(this.#failures).reduce((sum, count) => sum + count, 0)
    return { completed: this.#requests - this.#unexpectedAnswers, failed }
  }
}
