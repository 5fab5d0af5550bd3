import type { Logger } from 'pino'
import type { LiveHub } from './needs.ts'

export interface LiveMetricsOptions {
  readonly hub: Pick<LiveHub, 'publishHere' | 'listening'>
  readonly realtime: (tenant: string) => Promise<object>
  readonly log: Logger
  /** Between two frames. */
  readonly intervalMs: number
  /** Business time. */
  readonly nowMs: () => number
}

/**
 * Tells the listeners of this process the totals from time to time; with nobody listening nothing
 * is read.
 */
export class LiveMetrics {
  readonly #options: LiveMetricsOptions
  #timer: NodeJS.Timeout | undefined
  #telling: Promise<void> | undefined

  constructor(options: LiveMetricsOptions) {
    this.#options = options
  }

  start(): void {
    this.#timer = setInterval(() => {
      // One that takes longer is not overtaken by the next.
      this.#telling ??= this.#tellAll().finally(() => {
        this.#telling = undefined
      })
    }, this.#options.intervalMs)
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer)
    await this.#telling
  }

  async #tellAll(): Promise<void> {
    await Promise.all([...this.#options.hub.listening()].map(async (tenant) => this.#tell(tenant)))
  }

  async #tell(tenant: string): Promise<void> {
    try {
      const metrics = await this.#options.realtime(tenant)
      const at = new Date(this.#options.nowMs()).toISOString()
      this.#options.hub.publishHere(tenant, { type: 'metrics_update', at, metrics })
    } catch (error) {
      // A frame that does not come is what a listener sees of an outage; the next one is not far.
      this.#options.log.debug({ err: error }, 'metrics not told')
    }
  }
}
