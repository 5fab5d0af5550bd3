import pg from 'pg'
import type { Logger } from 'pino'

export interface Listener {
  start(): void
  stop(): Promise<void>
}

const reconnectDelayMs = 1_000
const connectTimeoutMs = 5_000

/**
 * Hears NOTIFY on a connection of its own, so that a job starts milliseconds after it was
 * committed, by whichever process. While the connection is away, the worker's poll stands in for
 * it.
 */
export function createListener(
  databaseUrl: string,
  channel: string,
  onNotice: () => void,
  log: Logger,
): Listener {
  let stopped = false
  let client: pg.Client | undefined
  let timer: NodeJS.Timeout | undefined

  const connect = async (): Promise<void> => {
    const next = new pg.Client({
      connectionString: databaseUrl,
      application_name: 'job-listener',
      connectionTimeoutMillis: connectTimeoutMs,
      keepAlive: true,
    })
    next.on('notification', onNotice)
    next.on('error', (error) => {
      log.warn({ err: error }, 'job listener lost its connection')
    })
    next.once('end', () => {
      retryLater()
    })
    client = next
    try {
      await next.connect()
      await next.query(`listen ${channel}`)
      // Something may have been queued while nobody listened.
      onNotice()
    } catch (error) {
      log.warn({ err: error }, 'job listener could not connect')
      await next.end().catch(() => {})
      retryLater()
    }
  }
  const retryLater = (): void => {
    if (!stopped && timer === undefined) {
      timer = setTimeout(() => {
        timer = undefined
        void connect()
      }, reconnectDelayMs)
    }
  }

  return {
    start() {
      void connect()
    },
    async stop() {
      stopped = true
      clearTimeout(timer)
      await client?.end().catch(() => {})
    },
  }
}
