import { Socket } from 'node:net'
import autocannon from 'autocannon'
import { KnownFailure } from '../errors.ts'
import { ParkedConnection, type AutocannonClient } from './parked-connection.ts'
import type { ConnectionPool, PoolRequest } from './connection.ts'

/**
 * The only file but a test that imports autocannon. It opens autocannon's own clients, one per
 * connection, and takes each of them over in `setupClient` (parked-connection.ts): autocannon gives
 * what a connection needs over TLS and the HTTP parser for answers that are not plain; its rate
 * limiter, its histogram and its reconnect accounting are wrong for a gate and are not used.
 */

/** 23 days, just below Node's longest timer: autocannon never decides. */
const foreverSeconds = 2_000_000
const stopCheckMs = 50 // how soon autocannon notices that its clients are gone
const openingAtOnce = 200 // below the listen backlog of 511: none is refused for coming too early
const connectPollMs = 5

export async function openConnections(request: PoolRequest): Promise<ConnectionPool> {
  const parked: ParkedConnection[] = []
  const running = autocannon({
    url: request.baseUrl,
    connections: request.connections,
    duration: foreverSeconds,
    timeout: foreverSeconds,
    sampleInt: stopCheckMs,
    skipAggregateResult: true,
    setupClient: (client) => {
      const connection = new ParkedConnection(client as unknown as AutocannonClient)
      connection.owner = request.adopt(connection)
      parked.push(connection)
    },
  })
  const pool = poolOf(parked, running)
  try {
    await openAll(parked, request)
  } catch (error) {
    await pool[Symbol.asyncDispose]()
    throw error
  }
  return pool
}

function poolOf(parked: readonly ParkedConnection[], running: PromiseLike<unknown>) {
  return {
    get failedAttempts() {
      return parked.reduce((sum, connection) => sum + connection.failedAttempts, 0)
    },
    get up() {
      return parked.reduce((sum, connection) => sum + (connection.up ? 1 : 0), 0)
    },
    async [Symbol.asyncDispose]() {
      for (const connection of parked) connection.destroy(() => new Socket())
      await running
    },
  }
}

async function openAll(parked: readonly ParkedConnection[], request: PoolRequest): Promise<void> {
  const deadline = performance.now() + request.connectTimeoutMs
  let opened = 0
  for (;;) {
    request.signal.throwIfAborted()
    const up = parked.reduce((sum, connection) => sum + (connection.up ? 1 : 0), 0)
    if (up === parked.length) return
    if (performance.now() > deadline) throw notConnected(parked, up, request)
    for (; opened < parked.length && opened - up < openingAtOnce; opened += 1)
      parked[opened]?.open()
    await new Promise((resolve) => setTimeout(resolve, connectPollMs))
  }
}

function notConnected(parked: readonly ParkedConnection[], up: number, request: PoolRequest) {
  const lastError = parked.find((connection) => connection.lastError !== undefined)?.lastError
  return new KnownFailure(
    'load',
    `${request.baseUrl} accepted ${up} of ${parked.length} connections in ` +
      `${request.connectTimeoutMs} ms, expected all of them: ${lastError?.message ?? 'no answer'}`,
    { cause: lastError },
  )
}
