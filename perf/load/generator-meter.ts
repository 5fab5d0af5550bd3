import { monitorEventLoopDelay } from 'node:perf_hooks'
import { newHistogram, percentileMs, recordMs } from './histogram.ts'
import { saturationOf } from './saturation.ts'
import type { GeneratorHealth } from './load.ts'

/** How the generator itself fared: without this, a slow generator reads as a slow system. */
const delaySampleMs = 10

export class GeneratorMeter {
  readonly #lag = newHistogram()
  readonly #delay = monitorEventLoopDelay({ resolution: delaySampleMs })
  #cpuBefore = process.cpuUsage()
  #startMs = performance.now()
  #longestQueue = 0

  start(): void {
    this.#cpuBefore = process.cpuUsage()
    this.#startMs = performance.now()
    this.#delay.enable()
  }

  /** An arrival was taken up this much after it was due, connections or not. */
  dispatched(lagMs: number): void {
    recordMs(this.#lag, lagMs)
  }

  queued(length: number): void {
    if (length > this.#longestQueue) this.#longestQueue = length
  }

  stop(): GeneratorHealth {
    this.#delay.disable()
    const cpu = process.cpuUsage(this.#cpuBefore)
    const measured = {
      cpuUs: cpu.user + cpu.system,
      dispatchLagMsP99: percentileMs(this.#lag, 99),
      eventLoopDelayMsP99: this.#eventLoopDelayMsP99(),
      longestQueue: this.#longestQueue,
      rssBytes: process.memoryUsage.rss(),
    }
    const wallMs = performance.now() - this.#startMs
    return { ...measured, saturated: saturationOf({ ...measured, wallMs }) }
  }

  /**
   * The monitor records the time between two of its samples: what exceeds their distance is delay.
   */
  #eventLoopDelayMsP99(): number {
    if (this.#delay.count === 0) return 0
    return Math.max(0, this.#delay.percentile(99) / 1e6 - delaySampleMs)
  }
}
