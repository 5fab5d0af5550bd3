import { setTimeout as sleep } from 'node:timers/promises'
import { parsePrometheus } from '../../probes/prometheus-text.ts'
import { target } from '../../target/contract.ts'
import type { TargetClient } from '../../target/client.ts'
import type { Observation } from '../document.ts'
import { toldByMetrics } from './told-by-metrics.ts'
import { toldByRealtime } from './told-by-realtime.ts'

/** Something else that can be read beside what the system tells, by name. */
export type Reading = () => Promise<Readonly<Record<string, number>>>

export interface ObserverRequest {
  readonly client: TargetClient
  readonly everyMs: number
  readonly readings: readonly Reading[]
}

/** The money path's own view of itself, outside the scrape. */
const realtimePath = '/api/v1/metrics/realtime'

/**
 * Reads what the system tells of itself while a load goes on; what it does not tell is not there.
 */
export class Observer {
  readonly #request: ObserverRequest
  readonly #startMs = performance.now()
  readonly #ending = new AbortController()
  readonly #observing: Promise<void>
  readonly observations: Observation[] = []

  constructor(request: ObserverRequest) {
    this.#request = request
    this.#observing = this.#observe()
  }

  get latest(): Observation | undefined {
    return this.observations.at(-1)
  }

  /** One reading more, and then none. */
  async stop(): Promise<void> {
    this.#ending.abort()
    await this.#observing
  }

  async #observe(): Promise<void> {
    const { signal } = this.#ending
    while (!signal.aborted) {
      await this.#read()
      await sleep(this.#request.everyMs, undefined, { signal }).catch(() => undefined)
    }
    await this.#read()
  }

  /** A reading that fails is a reading less: whoever works notices what is wrong, and says so. */
  async #read(): Promise<void> {
    const { client, readings } = this.#request
    const atMs = performance.now() - this.#startMs
    const all = [() => readMetrics(client), () => readRealtime(client), ...readings]
    const told = await Promise.all(all.map((read) => read().catch(() => ({}))))
    this.observations.push({ atMs, values: Object.assign({}, ...told) as Observation['values'] })
  }
}

async function readMetrics(client: TargetClient): Promise<Readonly<Record<string, number>>> {
  const answer = await client.get(target.healthPath.metrics)
  return answer.status === 200 ? toldByMetrics(parsePrometheus(String(answer.body))) : {}
}

async function readRealtime(client: TargetClient): Promise<Readonly<Record<string, number>>> {
  const answer = await client.get(realtimePath)
  return answer.status === 200 ? toldByRealtime(answer.body) : {}
}
