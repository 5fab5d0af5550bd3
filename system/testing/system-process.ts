import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import pg from 'pg'
import { inject } from 'vitest'
import { administer } from './administer.ts'
import { copyOf } from './database-templates.ts'
import type { DatabaseTemplates } from './database-templates.ts'
import { mainFile, runCommand } from './run-command.ts'

/** The system as a process of its own, as its users have it; for integration tests. */
export const testToken = 'test-token'
export const tenant = 'interbank'
/** A Wednesday at which every bank clears, whenever the tests run. */
export const everyBankOpen = '2026-01-07T09:00:00Z'
/** What a request comes with unless it says otherwise. */
export const credentials = { authorization: `Bearer ${testToken}`, 'x-tenant-id': tenant }
const readyLimitMs = 30_000
const pollMs = 20

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** The parsed body. */
  readonly json: Record<string, unknown>
}

/** Where Postgres, Redis and Kafka are. */
export interface Services {
  readonly postgresAdminUrl: string
  readonly redisUrl: string
  readonly kafkaBrokers: readonly string[]
  /** Of the Postgres, where it has them. */
  readonly templates?: DatabaseTemplates
}

export interface RequestOptions {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  /** Text is sent as it is, anything else as JSON. */
  readonly body?: unknown
}

export class SystemUnderTest implements AsyncDisposable {
  readonly databaseUrl: string
  readonly namespace: string
  readonly #environment: Readonly<Record<string, string>>
  readonly #services: Services
  readonly #databaseName: string
  #child: ChildProcess | undefined
  #baseUrl = ''

  /**
   * @param overrides environment names, e.g. to point at a broker that is not there
   * @param services those of the test run, where none are given
   */
  constructor(
    overrides: Readonly<Record<string, string>> = {},
    services: Services = inject('services'),
  ) {
    this.#services = services
    const name = `system_${randomBytes(6).toString('hex')}`
    const address = new URL(services.postgresAdminUrl)
    address.pathname = `/${name}`
    this.#databaseName = name
    // One that shares another's database and names is asked for rows and keys of that.
    this.databaseUrl = overrides['DATABASE_URL'] ?? address.href
    this.namespace = overrides['NAMESPACE'] ?? name
    this.#environment = {
      PORT: '0',
      DATABASE_URL: this.databaseUrl,
      REDIS_URL: services.redisUrl,
      KAFKA_BROKERS: services.kafkaBrokers.join(','),
      NAMESPACE: this.namespace,
      AUTH_TOKENS: `${testToken}=${tenant}+other`,
      LOG_LEVEL: 'info',
      CLOCK_STARTS_AT: everyBankOpen,
      ...overrides,
    }
  }

  get baseUrl(): string {
    return this.#baseUrl
  }

  get pid(): number {
    return this.#child?.pid ?? 0
  }

  /** A fresh database, migrated and seeded. */
  async prepare(): Promise<this> {
    const { postgresAdminUrl, templates } = this.#services
    if (templates !== undefined) {
      await administer(postgresAdminUrl, copyOf(templates.seeded, this.#databaseName))
      return this
    }
    await administer(postgresAdminUrl, `create database ${this.#databaseName}`)
    await runCommand('migrate', this.#environment)
    await runCommand('seed', this.#environment)
    return this
  }

  /** @param overrides for this process alone, e.g. to start it at another time */
  async start(overrides: Readonly<Record<string, string>> = {}): Promise<void> {
    const child = spawn(process.execPath, [mainFile, 'serve'], {
      env: { ...this.#environment, ...overrides },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    this.#child = child
    const listening = Promise.withResolvers<string>()
    const lines: string[] = []
    createInterface({ input: child.stderr }).on('line', (line) => {
      lines.push(line)
      const address = /"address":"([^"]+)"/.exec(line)?.[1]
      if (address !== undefined) {
        listening.resolve(address)
      }
    })
    child.once('exit', () => {
      listening.reject(new Error(`system ended before it listened: ${lines.join('\n')}`))
    })
    this.#baseUrl = await listening.promise
  }

  async ready(): Promise<void> {
    await this.until('ready', async () => (await this.request('/health/ready')).status === 200)
  }

  async quiescent(): Promise<void> {
    await this.until('quiescent', async () => {
      return (await this.request('/health/quiescent')).status === 200
    })
  }

  async until(what: string, holds: () => Promise<boolean>, limitMs = readyLimitMs): Promise<void> {
    const deadline = performance.now() + limitMs
    while (!(await holds())) {
      if (performance.now() > deadline) {
        const { text } = await this.request('/health/quiescent')
        throw new Error(`system not ${what} after ${limitMs} ms: ${text}`)
      }
      await new Promise((resolve) => setTimeout(resolve, pollMs))
    }
  }

  async request(path: string, options: RequestOptions = {}): Promise<Answer> {
    return this.anonymous(path, { ...options, headers: { ...credentials, ...options.headers } })
  }

  /** With no other headers than those that are given. */
  async anonymous(path: string, options: RequestOptions = {}): Promise<Answer> {
    const { body } = options
    const answer = await fetch(`${this.#baseUrl}${path}`, {
      method: options.method ?? (body === undefined ? 'GET' : 'POST'),
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...options.headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await answer.text()
    return { status: answer.status, headers: answer.headers, text, json: parse(text) }
  }

  async pay(key: string, order: unknown): Promise<Answer> {
    return this.request('/api/v1/payments', { body: order, headers: { 'idempotency-key': key } })
  }

  async rows<Row extends object>(sql: string, values: unknown[] = []): Promise<Row[]> {
    const client = new pg.Client({ connectionString: this.databaseUrl })
    await client.connect()
    try {
      return (await client.query<Row>(sql, values)).rows
    } finally {
      await client.end()
    }
  }

  /** @returns the exit code, null when it was killed */
  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
    const child = this.#child
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) {
      return child?.exitCode ?? null
    }
    const ended = once(child, 'exit')
    child.kill(signal)
    await ended
    return child.exitCode
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.end('SIGKILL')
    const drop = `drop database if exists ${this.#databaseName} with (force)`
    await administer(this.#services.postgresAdminUrl, drop)
  }
}

function parse(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>
  } catch {
    return {}
  }
}
