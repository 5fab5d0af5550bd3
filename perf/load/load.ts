/**
 * What a load run is asked and what it answers. Only `load/` knows that the engine is autocannon.
 *
 * The way through the folder: generator.ts starts generator-process.ts, which runs load-run.ts: it opens
 * the connections (autocannon-engine.ts, parked-connection.ts), gives each to a journey-client.ts that
 * walks a journey-run.ts, and lets the dispatcher.ts offer them journeys as open- or closed-arrivals.ts
 * decide. What came of it is in recorder.ts; how the generator itself fared, in generator-meter.ts. What
 * the figures mean for a change is not this folder's business.
 */
export type LoadShape =
  /** Journeys begin by schedule whatever the answers do: for latency. */
  | { readonly kind: 'open'; readonly journeysPerSecond: number; readonly connections: number }
  /** A fixed number of clients, each starting its next journey when the last one ended: for cost and throughput. */
  | { readonly kind: 'closed'; readonly connections: number }

export interface LoadRequest {
  /** Absolute path of the scenario file whose default export carries `journey`. */
  readonly scenarioFile: string
  readonly baseUrl: string
  readonly headers: Readonly<Record<string, string>>
  readonly shape: LoadShape
  /** Whichever comes first ends the run; at least one is set. */
  readonly durationMs?: number
  readonly journeys?: number
  /**
   * How long one answer may take; an open journey that found no free connection for as long is given up
   * as well. The end of a load waits at most twice this, plus the journey's think time.
   */
  readonly requestTimeoutMs: number
  readonly seed: number
  /** Added to every journey's sequence number so that two loads on one database never share a key. */
  readonly firstSequence: number
  /** Acknowledged identifiers are appended here, one a line; none are kept when it is not set. */
  readonly acknowledgedFile?: string
}

export interface LoadResult {
  /** From the schedule's beginning, with every connection up, to the last answer. */
  readonly durationMs: number
  readonly journeysOffered: number
  readonly journeysCompleted: number
  /** Requests that were answered, as expected or not. */
  readonly requestsCompleted: number
  /** Answers with an unexpected status or body, by "step: reason"; each ended its journey. */
  readonly failures: Readonly<Record<string, number>>
  /** Requests that were given up; in no other count but in `steps` and `journeys`. */
  readonly timeouts: number
  /** Requests lost with their connection, which are in `steps` and `journeys`, and refused connections. */
  readonly connectionErrors: number
  /** Failures included, at the time that was waited. */
  readonly steps: Readonly<Record<string, Latencies>>
  /**
   * Of whole journeys, think time left out: what their steps took together. One that ended in an unexpected
   * answer is not in it, because it would look fast; one that was never answered is, at the time waited.
   */
  readonly journeys: Latencies
  readonly acknowledged: number
  readonly generator: GeneratorHealth
}

export interface Latencies {
  readonly count: number
  /** HDR histogram, V2 compressed base64, microseconds from the intended start. */
  readonly histogram: string
}

export interface GeneratorHealth {
  readonly cpuUs: number
  /** Lateness of dispatch that is the generator's own fault, not a full connection pool. */
  readonly dispatchLagMsP99: number
  readonly eventLoopDelayMsP99: number
  readonly longestQueue: number
  readonly rssBytes: number
  /** Set when the generator, not the system, limited the run: the run is then invalid. */
  readonly saturated: string | undefined
}

/** A generator process; one may serve many loads, one at a time. */
export interface LoadGenerator extends AsyncDisposable {
  readonly pid: number
  run(request: LoadRequest, signal?: AbortSignal): Promise<LoadResult>
}
