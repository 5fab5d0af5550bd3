import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { KnownFailure } from '../errors.ts'

/** Ports on 127.0.0.1 that were free a moment ago, all different. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer())
  try {
    // Held together until all are known, so that none is given twice.
    await Promise.all(servers.map((server) => once(server.listen(0, '127.0.0.1'), 'listening')))
    return servers.map((server) => (server.address() as AddressInfo).port)
  } finally {
    for (const server of servers) server.close()
  }
}

const attempts = 3

/**
 * Between finding a free port and taking it, somebody else may take it: then another is tried, a few
 * times. A failure of any other kind is passed on at once.
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
