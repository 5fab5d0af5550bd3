import type { LoadResult } from '../load/load.ts'
import type { LoadSummary } from '../result/document.ts'
import type { RequestTotals } from '../verdict/recording.ts'

/** Load results of one arm added up over slices and generations, for the report and the error-rate gate. */
export class LoadTotals {
  #durationMs = 0
  #offered = 0
  #completed = 0
  #requests = 0
  #generatorCpuUs = 0
  #dispatchLagMsP99 = 0
  #eventLoopDelayMsP99 = 0
  #longestQueue = 0
  readonly #failures: Record<string, number> = {}
  /** Why the generator was the limit, from the first slice in which it was. */
  saturated: string | undefined

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
    for (const [reason, count] of Object.entries(result.failures)) this.#fail(reason, count)
    this.#fail('timeout', result.timeouts)
    this.#fail('connection error', result.connectionErrors)
    this.saturated ??= result.generator.saturated
  }

  #fail(reason: string, count: number): void {
    if (count > 0) this.#failures[reason] = (this.#failures[reason] ?? 0) + count
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

  requestTotals(): RequestTotals {
    const unexpected = Object.values(this.#failures).reduce((sum, count) => sum + count, 0)
    return { completed: this.#requests, failed: unexpected }
  }
}
