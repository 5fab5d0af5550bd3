/**
 * All that perf knows of the system under test: a process with an HTTP contract, started from a
 * checkout. Nothing in perf imports the system; this file is where the two meet.
 */
export const target = {
  /**
   * The pinned Node of the arm's own lock file, so that a Node upgrade is measured like any other
   * change.
   */
  nodeBinary: 'node_modules/node/bin/node',
  entry: 'system/main.ts',
  commands: { serve: 'serve', migrate: 'migrate', seed: 'seed' },
  healthPath: {
    ready: '/health/ready',
    quiescent: '/health/quiescent',
    metrics: '/metrics',
  },
  /** Histogram of `healthPath.metrics`: payments per batch, on which the cost of one depends. */
  batchSizeHistogram: 'payment_batch_size',
  /** The WebSocket of the system's events. */
  eventsPath: '/api/v1/ws',
  openApiFile: 'system/openapi.json',
  invariantsFolder: 'system/invariants',
  lockFile: 'package-lock.json',
  /** What decides how fast the system is; equal trees of these make a run a self-check. */
  sources: ['system', 'package.json', 'package-lock.json'],
  tenant: 'interbank',
  /**
   * What the system takes for the time when it starts: a Wednesday at which every bank clears, or
   * figures would depend on the hour of day. An older checkout that does not know the name goes
   * without.
   */
  clockStartsAt: '2026-01-07T09:00:00Z',
  /**
   * Takes luck and the clock out of how much work an operation is: as few connections to Postgres
   * as it can work with, because which one serves a statement decides whether it is planned, and
   * timers that do not fire within a pass, but for Kafka's heartbeat and its waiting request, every
   * 20 s each. An older checkout that does not know a name goes without.
   */
  steady: {
    POSTGRES_POOL_MAX: '2',
    PAYMENT_PROJECTION_GATHER_MS: '0',
    KAFKA_SESSION_TIMEOUT_MS: '60000',
    PAYMENT_RELEASE_INTERVAL_MS: '3600000',
    OUTBOX_SAVE_INTERVAL_MS: '3600000',
    OUTBOX_REREAD_INTERVAL_MS: '3600000',
    JOB_POLL_INTERVAL_MS: '3600000',
    COMPLIANCE_LIST_REREAD_INTERVAL_MS: '3600000',
    FX_TICK_INTERVAL_MS: '3600000',
    LIQUIDITY_CHECK_INTERVAL_MS: '3600000',
    NETTING_INTERVAL_MS: '3600000',
    AUDIT_GATHER_INTERVAL_MS: '3600000',
    LIVE_PAYMENTS_INTERVAL_MS: '0',
    LIVE_METRICS_INTERVAL_MS: '3600000',
    HEAP_LOOK_INTERVAL_MS: '3600000',
  },
} as const

export interface TargetAddress {
  readonly host: string
  readonly port: number
  readonly databaseUrl: string
  readonly redisUrl: string
  readonly kafkaBrokers: readonly string[]
  /** Prefix of topics, consumer groups and Redis keys: two systems never meet in one service. */
  readonly namespace: string
  readonly token: string
}

/** The environment variables of one system process that is measured. */
export function targetEnvironment(address: TargetAddress): Record<string, string> {
  return {
    HOST: address.host,
    PORT: String(address.port),
    DATABASE_URL: address.databaseUrl,
    REDIS_URL: address.redisUrl,
    KAFKA_BROKERS: address.kafkaBrokers.join(','),
    NAMESPACE: address.namespace,
    AUTH_TOKENS: `${address.token}=${target.tenant}`,
    CLOCK_STARTS_AT: target.clockStartsAt,
    LOG_LEVEL: 'warn',
    NODE_ENV: 'production',
  }
}

/** The headers that every call to the API carries. */
export function targetHeaders(token: string): Record<string, string> {
  return { authorization: `Bearer ${token}`, 'x-tenant-id': target.tenant }
}
