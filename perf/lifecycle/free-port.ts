import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'
import { KnownFailure } from '../errors.ts'

/**
 * Ports below the ephemeral range (32768 and up on Linux): from inside it, a client's outgoing
 * connection can take the port between our check and the server's bind.
 */
const lowest = 18_000
const highest = 31_999
const span = highest - lowest + 1
const triesMost = 200

/**
 * `count` ports of 127.0.0.1 on which nothing listened a moment ago, all different, starting to
 * look at a place that the seed picks: any, where none is given, so that runs do not start at the
 * same.
 */
export async function freePorts(count: number, seed = randomInt(span)): Promise<number[]> {
  const found: number[] = []
  for (let tries = 0; tries < triesMost && found.length < count; tries += 1) {
    const port = lowest + ((seed + tries) % span)
    if (await isFree(port)) found.push(port)
  }
  if (found.length < count) {
    throw new KnownFailure(
      'target',
      `of ${triesMost} ports from ${lowest + (seed % span)} on ${found.length} are free, expected ${count}`,
    )
  }
  return found
}

/** Whether nothing listens there now. */
export async function isFree(port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const server = createServer()
  server.once('error', () => resolve(false))
  server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
    server.close(() => resolve(true))
  })
  return promise
}

const attempts = 3

/**
 * Between finding a free port and taking it, somebody else may take it: then another is tried, a
 * few times. A failure of any other kind is passed on at once.
 */
export async function onFreePorts<T>(
  count: number,
  start: (ports: readonly number[]) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await start(await freePorts(count))
    } catch (error) {
      if (attempt === attempts || !isPortTaken(error)) throw error
    }
  }
}

/** In the words of Postgres, Redis and Kafka, which only their output tells. */
export function isPortTaken(error: unknown): boolean {
  return error instanceof KnownFailure && /address already in use/i.test(error.message)
}
