/**
 * What a load needs of an engine: persistent connections that carry one request at a time, stay
 * parked between requests, and mend themselves. The engine does the I/O; who sends what, and when,
 * is decided by the clients that own the connections.
 */
export interface Connection {
  /** True when a request can be sent now. */
  readonly up: boolean
  /** A complete HTTP/1.1 request; only when `up` and nothing is outstanding. */
  send(request: string): void
  /** Gives up on the outstanding answer: the socket is dropped and opened again. */
  abandon(): void
}

export interface WireAnswer {
  readonly status: number
  /** Name, value, name, value, as received. */
  readonly rawHeaders: readonly string[]
  readonly body: string
}

export interface ConnectionOwner {
  /** The connection is up, for the first time or again. */
  connected(): void
  answered(answer: WireAnswer): void
  /** The connection went down; what was outstanding on it is lost. It is being opened again. */
  dropped(): void
}

export interface ConnectionPool extends AsyncDisposable {
  /** Attempts to connect that failed, since the pool was opened. */
  readonly failedAttempts: number
  /** Connections that are up. */
  readonly up: number
}

export interface PoolRequest {
  readonly baseUrl: string
  readonly connections: number
  /** How long it may take until every connection is up. */
  readonly connectTimeoutMs: number
  readonly adopt: (connection: Connection) => ConnectionOwner
  readonly signal: AbortSignal
}
