import { Redis as Client } from 'ioredis'
import type { ChainableCommander } from 'ioredis'
import type { Logger } from 'pino'
import { DependencyUnavailable } from '../errors.ts'

/** Redis holds what can be computed again: projections and notices between processes. */
export interface Redis {
  /** With this system's prefix in front. */
  key(name: string): string
  /**
   * One round trip for all the commands that `fill` adds; their results in order. @throws
   * DependencyUnavailable
   */
  pipeline(fill: (commands: ChainableCommander) => void): Promise<readonly unknown[]>
  /**
   * For blocking commands and subscriptions, which need a connection of their own; closed with the
   * rest.
   */
  connection(): Client
  check(): Promise<void>
  close(): Promise<void>
}

const commandTimeoutMs = 2_000
const longestReconnectDelayMs = 1_000

export function createRedis(url: string, namespace: string, log: Logger): Redis {
  const clients: Client[] = []
  const connect = (options: { commandTimeout?: number; enableOfflineQueue: boolean }): Client => {
    const client = new Client(url, {
      lazyConnect: true,
      maxRetriesPerRequest: null,
      connectTimeout: commandTimeoutMs,
      retryStrategy: (attempt) => Math.min(attempt * 50, longestReconnectDelayMs),
      ...options,
    })
    client.on('error', (error) => {
      log.warn({ err: error }, 'redis connection failed')
    })
    clients.push(client)
    return client
  }
  // Commands fail at once while Redis is away: a queue of them would only hide it and eat memory.
  const main = connect({ commandTimeout: commandTimeoutMs, enableOfflineQueue: false })
  let connecting: Promise<void> | undefined
  const ready = async (): Promise<void> => {
    if (main.status === 'wait') {
      connecting = main.connect().finally(() => {
        connecting = undefined
      })
    }
    // The first attempt is waited for by whoever comes; whatever follows it is the client's own
    // business.
    await connecting
  }

  return {
    key: (name) => `${namespace}:${name}`,
    async pipeline(fill) {
      const results = await guarded(async () => {
        await ready()
        const commands = main.pipeline()
        fill(commands)
        return (await commands.exec()) ?? []
      })
      return results.map(([error, value]) => {
        if (error !== null) {
          throw new DependencyUnavailable('redis', error)
        }
        return value
      })
    },
    connection: () => connect({ enableOfflineQueue: true }),
    async check() {
      await guarded(async () => {
        await ready()
        await main.ping()
      })
    },
    async close() {
      await Promise.all(clients.map(quit))
    },
  }
}

async function guarded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw new DependencyUnavailable('redis', error)
  }
}

async function quit(client: Client): Promise<void> {
  if (client.status !== 'ready') {
    client.disconnect()
    return
  }
  await client.quit().catch(() => {
    client.disconnect()
  })
}
