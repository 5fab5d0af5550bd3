import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import { execute, tell } from './execution.ts'
import type { Execution, ExecutionSettings, ExecutionTools } from './execution.ts'
import type { JobKinds } from './kinds.ts'
import type { JobMetrics } from './metrics.ts'
import type { JobStore } from './store.ts'

export interface WorkerSettings extends ExecutionSettings {
  readonly concurrency: number
  /** How often to look without having been told: delayed retries, dead workers, a lost listener. */
  readonly pollIntervalMs: number
  /** How long running jobs may go on once the process drains. */
  readonly drainTimeoutMs: number
}

/** A silent worker is taken for dead after this many missed beats. */
const beatsPerLease = 3
const longestBeatIntervalMs = 1_000

/** Takes jobs from the table and runs a bounded number of them at once. */
export class Worker {
  readonly #store: JobStore
  readonly #kinds: JobKinds
  readonly #settings: WorkerSettings
  readonly #metrics: JobMetrics
  readonly #log: Logger
  readonly #tools: ExecutionTools
  readonly #running = new Map<string, Execution>()
  readonly #timers: NodeJS.Timeout[] = []
  #started = false
  #draining = false
  #filling: Promise<void> | undefined
  #again = false

  constructor(tools: ExecutionTools & { settings: WorkerSettings; metrics: JobMetrics }) {
    this.#store = tools.store
    this.#kinds = tools.kinds
    this.#settings = tools.settings
    this.#metrics = tools.metrics
    this.#log = tools.log
    this.#tools = tools
  }

  start(): void {
    const { pollIntervalMs, visibilityTimeoutMs } = this.#settings
    const beatMs = Math.min(visibilityTimeoutMs / beatsPerLease, longestBeatIntervalMs)
    this.#started = true
    this.#timers.push(
      setInterval(() => void this.#poll(), pollIntervalMs),
      setInterval(() => void this.#beat(), beatMs),
    )
    this.wake()
  }

  /**
   * There may be something to do. Notices that arrive while the table is being read are not lost.
   */
  wake(): void {
    if (!this.#started || this.#draining) {
      return
    }
    this.#again = true
    this.#filling ??= this.#fill().finally(() => {
      this.#filling = undefined
    })
  }

  /**
   * Stops taking jobs, waits for those that run, then cancels what is left; never longer than twice
   * the limit.
   */
  async stop(): Promise<void> {
    this.#draining = true
    await this.#filling
    const { drainTimeoutMs } = this.#settings
    await this.#settledWithin(drainTimeoutMs)
    for (const execution of this.#running.values()) {
      execution.cancel('drain')
    }
    await this.#settledWithin(drainTimeoutMs)
    for (const timer of this.#timers) {
      clearInterval(timer)
    }
  }

  async #settledWithin(limitMs: number): Promise<void> {
    const limit = new AbortController()
    const all = Promise.all([...this.#running.values()].map(async (execution) => execution.done))
    const late = sleep(limitMs, undefined, { signal: limit.signal }).catch(() => {})
    await Promise.race([all, late])
    limit.abort()
  }

  async #fill(): Promise<void> {
    while (this.#again && !this.#draining) {
      this.#again = false
      const free = this.#settings.concurrency - this.#running.size
      if (free > 0) {
        await this.#claim(free)
      }
    }
  }

  async #claim(free: number): Promise<void> {
    try {
      const jobs = await this.#store.claim(
        this.#kinds.names,
        free,
        this.#settings.visibilityTimeoutMs,
      )
      for (const job of jobs) {
        const execution = execute(this.#tools, job)
        this.#running.set(job.id, execution)
        void this.#finish(execution)
      }
    } catch (error) {
      this.#log.warn({ err: error }, 'no job could be claimed')
    }
  }

  async #finish(execution: Execution): Promise<void> {
    const startedAt = performance.now()
    const attempt = await execution.done
    this.#running.delete(execution.job.id)
    this.#metrics.observe(execution.job.kind, attempt, performance.now() - startedAt)
    this.wake()
  }

  async #poll(): Promise<void> {
    try {
      const { requeued, buried } = await this.#store.sweep(this.#kinds.names)
      if (requeued + buried.length > 0) {
        this.#log.warn(
          { requeued, buried: buried.length },
          'workers died, their jobs were taken back',
        )
      }
      for (const job of buried) {
        tell(this.#tools, this.#kinds.get(job.kind), job, { status: 'failed', failure: job.error })
      }
    } catch (error) {
      this.#log.warn({ err: error }, 'job sweep failed')
    }
    this.wake()
  }

  async #beat(): Promise<void> {
    const executions = [...this.#running.values()]
    if (executions.length === 0) {
      return
    }
    const beats = executions.map(({ job, processed }) => ({
      id: job.id,
      fence: job.fence,
      processed: processed(),
    }))
    try {
      const held = await this.#store.beat(beats, this.#settings.visibilityTimeoutMs)
      for (const execution of executions) {
        if (!held.has(execution.job.id) && this.#running.get(execution.job.id) === execution) {
          execution.cancel('fenced-out')
        }
      }
    } catch (error) {
      this.#log.warn({ err: error }, 'job heartbeat failed')
    }
  }
}
