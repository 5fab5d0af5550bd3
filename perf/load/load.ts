import type { Stage } from './stages.ts'

/**
 * What a load run is asked and what it answers. Only `load/` knows that the engine is autocannon.
 *
 * The way through the folder: generator.ts starts generator-process.ts, which runs load-run.ts: it
 * opens the connections (autocannon-engine.ts, parked-connection.ts), gives each to a
 * journey-client.ts that walks a journey-run.ts, and lets the dispatcher.ts offer them journeys as
 * open-, closed- or user-arrivals.ts decide. What came of it is in recorder.ts; how the generator
 * itself fared, in generator-meter.ts. What the figures mean for a change is not this folder's
 * business.
 */
export type LoadShape =
  /** Journeys begin by schedule whatever the answers do: for latency. */
  | { readonly kind: 'open'; readonly journeysPerSecond: number; readonly connections: number }
  /**
   * A fixed number of clients, each starting its next journey when the last one ended: for cost and
   * throughput.
   */
  | { readonly kind: 'closed'; readonly connections: number }
  /** Open arrivals whose rate, in journeys per second, goes from stage to stage. */
  | {
      readonly kind: 'staged'
      readonly stages: readonly Stage[]
      readonly connections: number
    }
  /**
   * Users who come back after a pause, as many as the stages say; each has a connection of its own.
   */
  | {
      readonly kind: 'users'
      readonly stages: readonly Stage[]
      readonly connections: number
      /**
       * Between two journeys of one user, in the mean; drawn evenly from half to one and a half of
       * it.
       */
      readonly thinkMs: number
    }

/**
 * The kinds of shape that end with their own last stage; the others need a duration or a number.
 */
export type StagedShape = Extract<LoadShape, { readonly stages: readonly Stage[] }>

export interface LoadRequest {
  /** Absolute path of the scenario file whose default export carries `journey`. */
  readonly scenarioFile: string
  readonly baseUrl: string
  readonly headers: Readonly<Record<string, string>>
  readonly shape: LoadShape
  /** Whichever comes first ends the run; at least one is set, unless the shape has stages. */
  readonly durationMs?: number
  readonly journeys?: number
  /**
   * How long one answer may take; an open journey that found no free connection for as long is
   * given up as well. The end of a load waits at most twice this, plus the journey's think time.
   */
  readonly requestTimeoutMs: number
  readonly seed: number
  /**
   * Added to every journey's sequence number so that two loads on one database never share a key.
   */
  readonly firstSequence: number
  /** Acknowledged identifiers are appended here, one a line; none are kept when it is not set. */
  readonly acknowledgedFile?: string
  /** How often `run` tells what happened since it last did; never when it is not set. */
  readonly intervalMs?: number
}

/** Counts since a load's beginning. */
export interface LoadCounts {
  /** Open arrivals count when they are due, whether or not a connection is free for them. */
  readonly journeysOffered: number
  readonly journeysCompleted: number
  /** Requests that were answered, as expected or not. */
  readonly requestsCompleted: number
  /** Answers with an unexpected status or body, by "step: reason"; each ended its journey. */
  readonly failures: Readonly<Record<string, number>>
  /** Of `failures`, those that refused by 429 or 503 and said when to come again. */
  readonly shed: number
  /** Requests that were given up; in no other count but in `steps` and `journeys`. */
  readonly timeouts: number
  /**
   * Requests lost with their connection, which are in `steps` and `journeys`, and refused
   * connections.
   */
  readonly connectionErrors: number
  readonly acknowledged: number
  /** Of the journeys offered, how many had each of the labels that their journey gives them. */
  readonly labels: Readonly<Record<string, number>>
  /** Acknowledged amounts in minor units by currency, as decimal text: they outgrow a number. */
  readonly volumesMinor: Readonly<Record<string, string>>
}

/** What happened in one stretch of a load that is under way. */
export interface LoadInterval {
  /** From the schedule's beginning. */
  readonly fromMs: number
  readonly toMs: number
  readonly counts: LoadCounts
  /** Of the journeys that ended in this stretch; as `LoadResult.journeys`. */
  readonly journeys: Latencies
  /** Arrivals that wait for a connection at its end. */
  readonly queued: number
  /** CPU time of the generator since the load's beginning. */
  readonly generatorCpuUs: number
}

export interface LoadResult extends LoadCounts {
  /** From the schedule's beginning, with every connection up, to the last answer. */
  readonly durationMs: number
  /** Failures included, at the time that was waited. */
  readonly steps: Readonly<Record<string, Latencies>>
  /**
   * Of whole journeys, think time left out: what their steps took together. One that ended in an
   * unexpected answer is not in it, because it would look fast; one that was never answered is, at
   * the time waited.
   */
  readonly journeys: Latencies
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
  run(
    request: LoadRequest,
    signal?: AbortSignal,
    onInterval?: (interval: LoadInterval) => void,
  ): Promise<LoadResult>
}
