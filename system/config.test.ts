import { describe, expect, test } from 'vitest'
import { parseConfig } from './config.ts'

const least = {
  DATABASE_URL: 'postgres://user@localhost:5432/db',
  REDIS_URL: 'redis://localhost:6379/3',
  KAFKA_BROKERS: 'one:9092,two:9092',
}

describe('the environment', () => {
  test('has a default for all but the addresses of services', () => {
    expect(parseConfig(least)).toEqual({
      host: '127.0.0.1',
      port: 8080,
      http: { requestTimeoutMs: 30_000, connectionsMax: 20_000, inFlightMax: 8_000 },
      overload: {
        admission: { targetMs: 150, toleranceMs: 1_000, limitMs: 1_500 },
        longestWaitMs: 2_500,
        lagMaxSeconds: 900,
      },
      databaseUrl: least.DATABASE_URL,
      redisUrl: least.REDIS_URL,
      kafka: { brokers: ['one:9092', 'two:9092'], sessionTimeoutMs: 6_000 },
      namespace: 'plumbline',
      authTokens: new Map(),
      sessions: { ttlSeconds: 28_800, perTokenMax: 100 },
      exports: { perTenant: 2, atOnce: 8 },
      limits: { tenantPerSecond: 50_000, sessionPerSecond: 100 },
      live: { paymentsIntervalMs: 200, metricsIntervalMs: 1_000 },
      delivery: { url: undefined, breakerOpenMs: 60_000, retryMs: 1_000 },
      logLevel: 'info',
      postgresPoolMax: 10,
      statementTimeoutMs: 5_000,
      payments: {
        batchIntervalMs: 6,
        batchMax: 500,
        queueMax: 4_500,
        projectionGatherMs: 100,
        releaseIntervalMs: 1_000,
        bankLimitFactor: 1,
      },
      liquidity: { checkIntervalMs: 1_000 },
      fx: { seed: 1, tickIntervalMs: 1_000, historySnapshots: 604_800 },
      outbox: { saveIntervalMs: 100, rereadIntervalMs: 5_000 },
      compliance: {
        amountUsdMinor: 4_500_000_000,
        newPairUsdMinor: 3_500_000_000,
        velocityMax: 6_000,
        velocityWindowMs: 60_000,
        listRereadIntervalMs: 60_000,
      },
      jobs: { concurrency: 2, pollIntervalMs: 1_000, visibilityTimeoutMs: 15_000 },
      reconciliation: { batchSize: 20, bulkThreshold: 50 },
      netting: { intervalMs: 300_000 },
      audit: { gatherIntervalMs: 5_000, daysAhead: 7 },
      retention: {
        intervalMs: 60_000,
        rowsPerPass: 100_000,
        days: {
          outbox: 3,
          bankMessage: 15,
          complianceAlert: 1_827,
          liquidity: 365,
          netting: 365,
          audit: 365,
        },
      },
    })
  })

  test('gives tokens their tenants', () => {
    const { authTokens } = parseConfig({ ...least, AUTH_TOKENS: 'a=one+two;b=two;' })
    expect(authTokens).toEqual(
      new Map([
        ['a', new Set(['one', 'two'])],
        ['b', new Set(['two'])],
      ]),
    )
  })

  test('turns every knob', () => {
    const config = parseConfig({
      ...least,
      HOST: '0.0.0.0',
      PORT: '0',
      HTTP_REQUEST_TIMEOUT_MS: '700',
      HTTP_CONNECTIONS_MAX: '600',
      HTTP_IN_FLIGHT_MAX: '500',
      PAYMENT_AGE_TARGET_MS: '20',
      PAYMENT_AGE_TOLERANCE_MS: '30',
      PAYMENT_AGE_MAX_MS: '40',
      PAYMENT_WAIT_MAX_MS: '50',
      OUTBOX_LAG_MAX_SECONDS: '60',
      KAFKA_SESSION_TIMEOUT_MS: '9000',
      CLOCK_STARTS_AT: '2026-01-07T09:00:00Z',
      NAMESPACE: 'one.two',
      AUTH_TOKENS: 'a=one',
      SESSION_TTL_SECONDS: '60',
      SESSIONS_PER_TOKEN_MAX: '5',
      EXPORTS_PER_TENANT_MAX: '3',
      EXPORTS_MAX: '4',
      RATE_LIMIT_TENANT_PER_SECOND: '70',
      RATE_LIMIT_SESSION_PER_SECOND: '6',
      LIVE_PAYMENTS_INTERVAL_MS: '300',
      LIVE_METRICS_INTERVAL_MS: '2000',
      BANK_GATEWAY_URL: 'https://banks.example/api',
      BANK_BREAKER_OPEN_MS: '500',
      BANK_RETRY_MS: '20',
      PAYMENT_BATCH_INTERVAL_MS: '0',
      PAYMENT_BATCH_MAX: '7',
      PAYMENT_QUEUE_MAX: '8',
      PAYMENT_PROJECTION_GATHER_MS: '5',
      PAYMENT_RELEASE_INTERVAL_MS: '10',
      BANK_LIMIT_FACTOR: '9',
      LIQUIDITY_CHECK_INTERVAL_MS: '30',
      FX_SEED: '4711',
      FX_TICK_INTERVAL_MS: '20',
      FX_HISTORY_SNAPSHOTS: '1000',
      OUTBOX_SAVE_INTERVAL_MS: '10',
      OUTBOX_REREAD_INTERVAL_MS: '200',
      POSTGRES_POOL_MAX: '9',
      STATEMENT_TIMEOUT_MS: '1000',
      NETTING_INTERVAL_MS: '0',
      AUDIT_GATHER_INTERVAL_MS: '20',
      AUDIT_DAYS_AHEAD: '3',
      RETENTION_INTERVAL_MS: '40',
      RETENTION_ROWS_PER_PASS: '500',
      OUTBOX_RETENTION_DAYS: '1',
      BANK_MESSAGE_RETENTION_DAYS: '2',
      COMPLIANCE_ALERT_RETENTION_DAYS: '3',
      LIQUIDITY_RETENTION_DAYS: '4',
      NETTING_RETENTION_DAYS: '5',
      AUDIT_RETENTION_DAYS: '30',
      RECONCILIATION_BULK_THRESHOLD: '60',
      RECONCILIATION_BATCH_SIZE: '30',
      COMPLIANCE_AMOUNT_USD_MINOR: '500',
      COMPLIANCE_NEW_PAIR_USD_MINOR: '400',
      COMPLIANCE_VELOCITY_MAX: '4',
      COMPLIANCE_VELOCITY_WINDOW_MS: '5000',
      COMPLIANCE_LIST_REREAD_INTERVAL_MS: '600',
      JOB_CONCURRENCY: '3',
      JOB_POLL_INTERVAL_MS: '50',
      JOB_VISIBILITY_TIMEOUT_MS: '400',
      LOG_LEVEL: 'silent',
    })
    expect(config).toEqual({
      host: '0.0.0.0',
      port: 0,
      http: { requestTimeoutMs: 700, connectionsMax: 600, inFlightMax: 500 },
      overload: {
        admission: { targetMs: 20, toleranceMs: 30, limitMs: 40 },
        longestWaitMs: 50,
        lagMaxSeconds: 60,
      },
      databaseUrl: least.DATABASE_URL,
      redisUrl: least.REDIS_URL,
      kafka: { brokers: ['one:9092', 'two:9092'], sessionTimeoutMs: 9_000 },
      clockStartsAtMs: Date.UTC(2026, 0, 7, 9),
      namespace: 'one.two',
      sessions: { ttlSeconds: 60, perTokenMax: 5 },
      exports: { perTenant: 3, atOnce: 4 },
      limits: { tenantPerSecond: 70, sessionPerSecond: 6 },
      live: { paymentsIntervalMs: 300, metricsIntervalMs: 2_000 },
      delivery: { url: 'https://banks.example/api', breakerOpenMs: 500, retryMs: 20 },
      authTokens: new Map([['a', new Set(['one'])]]),
      payments: {
        batchIntervalMs: 0,
        batchMax: 7,
        queueMax: 8,
        projectionGatherMs: 5,
        releaseIntervalMs: 10,
        bankLimitFactor: 9,
      },
      liquidity: { checkIntervalMs: 30 },
      fx: { seed: 4_711, tickIntervalMs: 20, historySnapshots: 1_000 },
      outbox: { saveIntervalMs: 10, rereadIntervalMs: 200 },
      postgresPoolMax: 9,
      statementTimeoutMs: 1_000,
      reconciliation: { batchSize: 30, bulkThreshold: 60 },
      netting: { intervalMs: 0 },
      audit: { gatherIntervalMs: 20, daysAhead: 3 },
      retention: {
        intervalMs: 40,
        rowsPerPass: 500,
        days: {
          outbox: 1,
          bankMessage: 2,
          complianceAlert: 3,
          liquidity: 4,
          netting: 5,
          audit: 30,
        },
      },
      compliance: {
        amountUsdMinor: 500,
        newPairUsdMinor: 400,
        velocityMax: 4,
        velocityWindowMs: 5_000,
        listRereadIntervalMs: 600,
      },
      jobs: { concurrency: 3, pollIntervalMs: 50, visibilityTimeoutMs: 400 },
      logLevel: 'silent',
    })
  })

  test('takes an empty value for none', () => {
    expect(parseConfig({ ...least, PORT: '' }).port).toBe(8080)
  })

  test.each([
    ['PORT', 'abc', /PORT must be integer/],
    ['PORT', '70000', /PORT must be <= 65535/],
    ['KAFKA_BROKERS', 'nohost', /KAFKA_BROKERS must match/],
    ['REDIS_URL', 'http://x', /REDIS_URL must match/],
    ['DATABASE_URL', undefined, /DATABASE_URL/],
    ['NAMESPACE', 'a b', /NAMESPACE must match/],
    ['AUTH_TOKENS', 'token-without-tenant', /AUTH_TOKENS must match/],
    ['CLOCK_STARTS_AT', 'noon', /CLOCK_STARTS_AT must match format "date-time"/],
    ['CLOCK_STARTS_AT', '2026-01-07 09:00', /CLOCK_STARTS_AT must match format "date-time"/],
    ['CLOCK_STARTS_AT', '2026-02-30T09:00:00Z', /CLOCK_STARTS_AT must match format "date-time"/],
    ['CLOCK_STARTS_AT', '1969-12-31T09:00:00Z', /CLOCK_STARTS_AT must match pattern/],
    ['BANK_GATEWAY_URL', 'banks.example', /BANK_GATEWAY_URL must match/],
    ['LOG_LEVEL', 'loud', /LOG_LEVEL must/],
  ])('with %s=%s is refused by name', (name, value, message) => {
    expect(() => parseConfig({ ...least, [name]: value })).toThrow(message)
  })
})
