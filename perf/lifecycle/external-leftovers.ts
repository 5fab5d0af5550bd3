import { Admin } from '@platformatic/kafka'
import { Redis } from 'ioredis'
import pg from 'pg'
import type { RecordOf } from './ledger-file.ts'

/**
 * What a run leaves in servers that are not its own: a database, Redis keys or Kafka topics by
 * prefix.
 */
const connectTimeoutMs = 5_000
const dropTimeoutMs = 60_000

/** A prefix shorter than this could be the beginning of somebody else's names. */
const shortestPrefix = 6

export type DropOutcome =
  | { readonly kind: 'dropped'; readonly what: string }
  | {
      readonly kind: 'nobody-listens'
      readonly what: string
      readonly reason: string
      readonly loopback: boolean
    }
  | { readonly kind: 'failed'; readonly what: string; readonly reason: string }

export async function dropRecordedDatabase(record: RecordOf<'database'>): Promise<DropOutcome> {
  const url = new URL(record.adminUrl.split(',')[0] ?? '')
  const what = `${record.name} in ${url.protocol}//${url.host}`
  try {
    await drop(url.protocol, record)
    return { kind: 'dropped', what }
  } catch (error) {
    const reason = describe(error)
    if (/ECONNREFUSED|Connection is closed/.test(reason)) {
      return { kind: 'nobody-listens', what, reason, loopback: isLoopback(url.hostname) }
    }
    return { kind: 'failed', what, reason }
  }
}

async function drop(protocol: string, { adminUrl, name }: RecordOf<'database'>): Promise<void> {
  switch (protocol) {
    case 'postgres:':
    case 'postgresql:':
      return dropDatabase(adminUrl, name)
    case 'redis:':
    case 'rediss:':
      return unlinkKeys(adminUrl, checkedPrefix(name))
    case 'kafka:':
      return deleteTopics(adminUrl, checkedPrefix(name))
    default:
      throw new Error(`scheme ${protocol} is unknown, expected postgres:, redis: or kafka:`)
  }
}

function checkedPrefix(prefix: string): string {
  if (prefix.length < shortestPrefix) {
    throw new Error(
      `prefix "${prefix}" is too short, expected at least ${shortestPrefix} characters`,
    )
  }
  return prefix
}

async function dropDatabase(adminUrl: string, name: string): Promise<void> {
  const client = new pg.Client({
    connectionString: adminUrl,
    connectionTimeoutMillis: connectTimeoutMs,
    query_timeout: dropTimeoutMs,
  })
  // A server that goes away fails the statement in hand; without a listener it would end the
  // process.
  client.on('error', () => {})
  await client.connect()
  try {
    await client.query(`DROP DATABASE IF EXISTS ${client.escapeIdentifier(name)} WITH (FORCE)`)
  } finally {
    await client.end()
  }
}

async function unlinkKeys(url: string, prefix: string): Promise<void> {
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: connectTimeoutMs,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  })
  // The failed command carries the error; without a listener ioredis would print it.
  redis.on('error', () => {})
  try {
    await redis.connect()
    const match = `${prefix.replace(/[*?[\]\\]/g, '\\$&')}*`
    for await (const keys of redis.scanStream({ match, count: 1_000 })) {
      if ((keys as string[]).length > 0) await redis.unlink(...(keys as string[]))
    }
  } finally {
    redis.disconnect()
  }
}

async function deleteTopics(url: string, prefix: string): Promise<void> {
  const admin = new Admin({
    clientId: 'plumbline-sweep',
    bootstrapBrokers: url.replace(/^kafka:\/\//, '').split(','),
    connectTimeout: connectTimeoutMs,
    retries: 1,
  })
  try {
    const topics = (await admin.listTopics()).filter((topic) => topic.startsWith(prefix))
    if (topics.length > 0) await admin.deleteTopics({ topics })
  } finally {
    await admin.close()
  }
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.')
}

/** A library may hide the refused connection one or two causes down. */
function describe(error: unknown): string {
  const parts: string[] = []
  for (let next = error; next instanceof Error && parts.length < 5; next = next.cause) {
    parts.push([(next as NodeJS.ErrnoException).code, next.message].filter(Boolean).join(' '))
    if (next instanceof AggregateError) parts.push(...next.errors.map(String))
  }
  return parts.join(': ')
}
