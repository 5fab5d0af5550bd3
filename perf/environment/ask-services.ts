import { apiVersionsV4, Connection, metadataV12 } from '@platformatic/kafka'
import { Redis } from 'ioredis'
import pg from 'pg'

/**
 * One question to each service, answered only by a service that works. Each answers its version.
 */
const connectTimeoutMs = 3_000

export async function askPostgres(url: string): Promise<string> {
  return withPostgres(url, async (client) => {
    const { rows } = await client.query<{ server_version: string }>('SHOW server_version')
    // Distributions add their own words: "18.4 (Debian 18.4-1)".
    return rows[0]?.server_version.split(' ')[0] ?? ''
  })
}

export async function withPostgres<T>(
  url: string,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: connectTimeoutMs,
    query_timeout: 10_000,
  })
  // A server that goes away later fails the query in hand; without a listener it would end the
  // process.
  client.on('error', () => {})
  try {
    await client.connect()
    return await work(client)
  } finally {
    await client.end().catch(() => {})
  }
}

export async function askRedis(url: string): Promise<string> {
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: connectTimeoutMs,
    commandTimeout: connectTimeoutMs,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
    // The library's own check has no time limit; ours is the PING below, which has one.
    enableReadyCheck: false,
  })
  redis.on('error', () => {})
  try {
    await redis.connect()
    await redis.ping()
    return /redis_version:(\S+)/.exec(await redis.info('server'))?.[1] ?? 'unknown'
  } finally {
    redis.disconnect()
  }
}

/**
 * Metadata level to release, from Kafka's MetadataVersion: no answer of a broker names its release.
 */
const releaseOfLevel: Readonly<Record<number, string>> = {
  19: '3.7',
  20: '3.8',
  21: '3.9',
  25: '4.0',
  27: '4.1',
  29: '4.2',
  30: '4.3',
}

/**
 * Answered by metadata that names a broker; the version is the release of the cluster's metadata
 * level.
 */
export async function askKafka(brokers: readonly string[]): Promise<string> {
  const [host, port] = splitAddress(brokers[0] ?? '')
  const connection = new Connection('plumbline-probe', {
    connectTimeout: connectTimeoutMs,
    requestTimeout: connectTimeoutMs,
  })
  connection.on('error', () => {})
  try {
    await connection.connect(host, port)
    const metadata = await metadataV12.api.async(connection, [], false, false)
    if (metadata.brokers.length === 0) throw new Error('metadata names no broker')
    const { finalizedFeatures = [] } = await apiVersionsV4.api.async(connection, 'plumbline', '1')
    const level = finalizedFeatures.find(({ name }) => name === 'metadata.version')?.maxVersionLevel
    if (level === undefined) throw new Error('no metadata level yet')
    return releaseOfLevel[level] ?? `metadata level ${level}`
  } finally {
    await Promise.resolve(connection.close()).catch(() => {})
  }
}

function splitAddress(address: string): [host: string, port: number] {
  const at = address.lastIndexOf(':')
  return [address.slice(0, at), Number(address.slice(at + 1))]
}
