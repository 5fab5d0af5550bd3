import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { inject } from 'vitest'
import { WebSocket } from 'ws'
import type { Database } from '../../platform/postgres/database.ts'
import { violatedInvariants } from '../../testing/invariants.ts'

/** The system as its users meet it: a process, HTTP and a WebSocket. */
export interface RunningSystem extends AsyncDisposable {
  readonly process: ChildProcess
  readonly url: string
  get<T = Record<string, unknown>>(path: string, tenant?: string): Promise<Answer<T>>
  reconcile(request: unknown, key?: string, tenant?: string): Promise<Answer>
  events(): Promise<EventStream>
}

export interface Answer<T = Record<string, unknown>> {
  readonly status: number
  readonly headers: Headers
  readonly body: T
}

export interface HubEventSeen {
  readonly sequence: number
  readonly type: string
  readonly jobId: string
  readonly processed: number
  readonly total: number
  readonly percent: number
  readonly provisional: boolean
  readonly [member: string]: unknown
}

export interface EventStream {
  readonly all: HubEventSeen[]
  /** Resolves with the first event, past or future, that fits. */
  until(fits: (event: HubEventSeen) => boolean): Promise<HubEventSeen>
  close(): void
}

export const tenant = 'bank'
const token = 'test-token'
const main = fileURLToPath(new URL('../../main.ts', import.meta.url))

export async function startSystem(
  databaseUrl: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<RunningSystem> {
  const services = inject('services')
  const child = spawn(process.execPath, [main, 'serve'], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: {
      HOST: '127.0.0.1',
      PORT: '0',
      DATABASE_URL: databaseUrl,
      REDIS_URL: `${services.redisUrl}/0`,
      KAFKA_BROKERS: services.kafkaBrokers.join(','),
      NAMESPACE: `test-${randomUUID()}`,
      AUTH_TOKENS: `${token}=${tenant}+other`,
      LOG_LEVEL: 'info',
      // Nobody else says anything on the socket: frames are counted here.
      LIVE_METRICS_INTERVAL_MS: '3600000',
      ...environment,
    },
  })
  const url = await addressOf(child)
  const headers = (as: string) => ({ authorization: `Bearer ${token}`, 'x-tenant-id': as })
  return {
    process: child,
    url,
    get: async (path, as = tenant) => read(await fetch(url + path, { headers: headers(as) })),
    async reconcile(request, key = randomUUID(), as = tenant) {
      const answer = await fetch(`${url}/api/v1/reconciliations`, {
        method: 'POST',
        headers: { ...headers(as), 'content-type': 'application/json', 'idempotency-key': key },
        body: typeof request === 'string' ? request : JSON.stringify(request),
      })
      return read(answer)
    },
    events: async () => openEvents(`${url.replace('http', 'ws')}/api/v1/ws?tenant=${tenant}`),
    async [Symbol.asyncDispose]() {
      if (child.exitCode === null && child.signalCode === null) {
        const ended = once(child, 'exit')
        child.kill('SIGCONT')
        child.kill('SIGTERM')
        await ended
      }
    },
  }
}

async function read<T>(answer: Response): Promise<Answer<T>> {
  return { status: answer.status, headers: answer.headers, body: (await answer.json()) as T }
}

/**
 * The log is read to its end, so that the system never waits for its reader; its last lines explain
 * a failed start.
 */
async function addressOf(child: ChildProcess): Promise<string> {
  if (child.stderr === null) {
    throw new Error('the system was started without a standard error')
  }
  const found = Promise.withResolvers<string>()
  const lastLines: string[] = []
  createInterface(child.stderr).on('line', (line) => {
    lastLines.splice(0, Math.max(0, lastLines.length - 9))
    lastLines.push(line)
    const address = /"address":"([^"]+)"/.exec(line)?.[1]
    if (address !== undefined) {
      found.resolve(address)
    }
  })
  child.once('exit', (code) => {
    found.reject(new Error(`the system ended with code ${code}: ${lastLines.join(' | ')}`))
  })
  return found.promise
}

async function openEvents(url: string): Promise<EventStream> {
  const socket = new WebSocket(url, { headers: { authorization: `Bearer ${token}` } })
  const all: HubEventSeen[] = []
  socket.on('message', (data: Buffer) => {
    all.push(JSON.parse(data.toString()) as HubEventSeen)
  })
  // A system that is killed takes its connections with it.
  socket.on('error', () => {})
  await once(socket, 'open')
  return {
    all,
    async until(fits) {
      for (;;) {
        const found = all.find(fits)
        if (found !== undefined) {
          return found
        }
        await once(socket, 'message')
      }
    },
    close() {
      socket.terminate()
    },
  }
}

export interface CustomerPlan {
  readonly customerId: string
  readonly invoices: number
  /** Of each invoice; default 100. */
  readonly invoiceMinor?: number
  /** Deposits of this customer, in minor units. */
  readonly deposits: Readonly<Record<string, number>>
  readonly currency?: string
  readonly tenant?: string
}

/** Invoices `<customer>-0001`…, each due a day after the one before it. @returns their ids */
export async function addCustomer(database: Database, plan: CustomerPlan): Promise<string[]> {
  const {
    customerId,
    invoices,
    invoiceMinor = 100,
    deposits,
    currency = 'EUR',
    tenant: owner = tenant,
  } = plan
  await database.query(
    `INSERT INTO reconciliation_invoice
       (tenant, id, customer_id, currency, total_minor, outstanding_minor, due_on)
     SELECT $1, $2 || '-' || to_char(number, 'FM0000'), $2, $3, $4::bigint, $4::bigint, date '2026-01-01' + number
     FROM generate_series(1, $5::integer) AS number`,
    [owner, customerId, currency, invoiceMinor, invoices],
  )
  for (const [id, amount] of Object.entries(deposits)) {
    await database.query(
      `INSERT INTO reconciliation_deposit
         (tenant, id, customer_id, currency, amount_minor, unallocated_minor, received_on)
       VALUES ($1, $2, $3, $4, $5, $5, date '2026-06-01')`,
      [owner, id, customerId, currency, amount],
    )
  }
  // Without statistics the planner reads the whole table for every batch.
  await database.query('ANALYZE reconciliation_invoice')
  return Array.from(
    { length: invoices },
    (_, index) => `${customerId}-${String(index + 1).padStart(4, '0')}`,
  )
}

/** A hash over every row that money can change, versions included: equal means untouched. */
export async function moneyHash(database: Database): Promise<string> {
  const [row] = await database.query<{ hash: string }>(`
    SELECT md5(string_agg(line, chr(10) ORDER BY line)) AS hash FROM (
      SELECT 'deposit ' || d::text AS line FROM reconciliation_deposit d
      UNION ALL SELECT 'invoice ' || i::text FROM reconciliation_invoice i
      UNION ALL SELECT 'entry ' || e::text FROM reconciliation_entry e
      UNION ALL SELECT 'posting ' || p::text FROM reconciliation_posting p
    ) AS lines`)
  return row?.hash ?? ''
}

/** The invariants that are violated. */
export async function violations(
  database: Database,
  acknowledged: readonly string[] = [],
): Promise<string[]> {
  const rows = async (sql: string, values: unknown[]): Promise<readonly object[]> =>
    database.query(sql, values)
  const violated = await violatedInvariants({ rows }, 'reconciliation', acknowledged)
  return violated.map(({ id }) => id)
}
