import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { Redis } from '../redis/redis.ts'

/** An event on its way to the clients of a tenant; `body` is JSON members without braces. */
export interface HubMessage {
  readonly tenant: string
  readonly body: string
}

export interface FanOut {
  start(): Promise<void>
  publish(message: HubMessage): void
  stop(): Promise<void>
}

/** How long a start waits for Redis; after that the subscription comes when Redis does. */
const subscribeTimeoutMs = 2_000

/**
 * Carries events to the hubs of other processes over Redis. What happens here was delivered here
 * already, so this process ignores its own echo; without Redis only the other processes miss out,
 * and their clients still have the status endpoints.
 */
export function createFanOut(
  redis: Redis,
  onMessage: (message: HubMessage) => void,
  log: Logger,
): FanOut {
  const origin = randomUUID()
  const channel = redis.key('websocket')
  const subscriber = redis.connection()
  subscriber.on('message', (_channel, text) => {
    const message = readMessage(text)
    if (message !== undefined && message.origin !== origin) {
      onMessage(message)
    }
  })
  let failing = false
  const noteOutcome = (error?: unknown): void => {
    // One line per outage, not one per event.
    if (error !== undefined && !failing) {
      log.warn({ err: error }, 'events do not reach other processes')
    }
    failing = error !== undefined
  }
  return {
    async start() {
      const connected = Promise.all([subscriber.subscribe(channel), redis.check()])
      const noted = connected.then(() => {
        noteOutcome()
      }, noteOutcome)
      await Promise.race([noted, sleep(subscribeTimeoutMs, undefined, { ref: false })])
    },
    publish(message) {
      const text = JSON.stringify({ origin, ...message })
      redis
        .pipeline((commands) => {
          commands.publish(channel, text)
        })
        .then(() => {
          noteOutcome()
        }, noteOutcome)
    },
    async stop() {
      if (subscriber.status === 'ready') {
        await subscriber.unsubscribe(channel).catch(() => {})
      }
    },
  }
}

/** Whatever else is published on this channel is not for us. */
function readMessage(text: string): (HubMessage & { readonly origin: string }) | undefined {
  try {
    const value = JSON.parse(text) as Partial<HubMessage & { origin: string }> | null
    const { origin, tenant, body } = value ?? {}
    const known =
      typeof origin === 'string' && typeof tenant === 'string' && typeof body === 'string'
    return known ? { origin, tenant, body } : undefined
  } catch {
    return undefined
  }
}
