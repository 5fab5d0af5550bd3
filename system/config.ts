import { Type } from 'typebox'
import type { Static } from 'typebox'
import { Value } from 'typebox/value'
import { frontVariables, toFrontConfig } from './front-config.ts'
import type { FrontConfig } from './front-config.ts'
import { overloadVariables, toOverloadConfig } from './overload-config.ts'
import type { OverloadConfig } from './overload-config.ts'
import { retentionVariables, toRetentionConfig } from './retention-config.ts'
import type { RetentionConfig } from './retention-config.ts'
import { wholeNumber } from './whole-number.ts'

/**
 * The system's only reader of the environment. It is parsed once, at the start, into one complete
 * readonly value; a name that is wrong stops the process with its name and what was expected.
 */
const environmentSchema = Type.Object({
  HOST: Type.String({ default: '127.0.0.1', minLength: 1 }),
  PORT: wholeNumber(8080, 0, 65535),
  DATABASE_URL: Type.String({ pattern: '^postgres(ql)?://' }),
  REDIS_URL: Type.String({ pattern: '^rediss?://' }),
  KAFKA_BROKERS: Type.String({ pattern: '^[^,]+:\\d+(,[^,]+:\\d+)*$' }),
  // At most what the client gives a group to gather again. Brokers allow 6 s and more unless they
  // are told otherwise.
  KAFKA_SESSION_TIMEOUT_MS: wholeNumber(6_000, 1_000, 100_000),
  // Of this century: identifiers are made of the time and know no earlier one.
  CLOCK_STARTS_AT: Type.Optional(Type.String({ format: 'date-time', pattern: '^20' })),
  NAMESPACE: Type.String({ default: 'plumbline', pattern: '^[A-Za-z0-9._-]{1,100}$' }),
  ...frontVariables,
  ...overloadVariables,
  ...retentionVariables,
  LOG_LEVEL: Type.Enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
    default: 'info',
  }),
  POSTGRES_POOL_MAX: wholeNumber(10, 2, 500),
  STATEMENT_TIMEOUT_MS: wholeNumber(5_000, 10, 600_000),
  PAYMENT_BATCH_INTERVAL_MS: wholeNumber(6, 0, 1_000),
  PAYMENT_BATCH_INTERVAL_BUSY_MS: wholeNumber(10, 0, 1_000),
  PAYMENT_BATCH_MAX: wholeNumber(1_000, 1, 10_000),
  PAYMENT_QUEUE_MAX: wholeNumber(4_500, 1, 1_000_000),
  PAYMENT_PROJECTION_GATHER_MS: wholeNumber(100, 0, 10_000),
  PAYMENT_RELEASE_INTERVAL_MS: wholeNumber(1_000, 10, 3_600_000),
  BANK_LIMIT_FACTOR: wholeNumber(1, 1, 100_000),
  FX_SEED: wholeNumber(1, 0, 4_294_967_295),
  FX_TICK_INTERVAL_MS: wholeNumber(1_000, 10, 3_600_000),
  FX_HISTORY_SNAPSHOTS: wholeNumber(604_800, 100, 100_000_000),
  LIQUIDITY_CHECK_INTERVAL_MS: wholeNumber(1_000, 10, 3_600_000),
  OUTBOX_SAVE_INTERVAL_MS: wholeNumber(100, 10, 3_600_000),
  OUTBOX_REREAD_INTERVAL_MS: wholeNumber(5_000, 100, 3_600_000),
  RECONCILIATION_BULK_THRESHOLD: wholeNumber(50, 1, 5_001),
  RECONCILIATION_BATCH_SIZE: wholeNumber(20, 1, 5_000),
  // Tens of millions of dollars, and a hundred payments a second of one account.
  COMPLIANCE_AMOUNT_USD_MINOR: wholeNumber(4_500_000_000, 1, Number.MAX_SAFE_INTEGER),
  COMPLIANCE_NEW_PAIR_USD_MINOR: wholeNumber(3_500_000_000, 1, Number.MAX_SAFE_INTEGER),
  COMPLIANCE_VELOCITY_MAX: wholeNumber(6_000, 1, 1_000_000_000),
  COMPLIANCE_VELOCITY_WINDOW_MS: wholeNumber(60_000, 1_000, 86_400_000),
  COMPLIANCE_LIST_REREAD_INTERVAL_MS: wholeNumber(60_000, 100, 3_600_000),
  JOB_CONCURRENCY: wholeNumber(2, 1, 100),
  JOB_POLL_INTERVAL_MS: wholeNumber(1_000, 10, 3_600_000),
  JOB_VISIBILITY_TIMEOUT_MS: wholeNumber(15_000, 100, 3_600_000),
  NETTING_INTERVAL_MS: wholeNumber(300_000, 0, 86_400_000),
  AUDIT_GATHER_INTERVAL_MS: wholeNumber(5_000, 10, 3_600_000),
  AUDIT_DAYS_AHEAD: wholeNumber(7, 1, 366),
})

export interface Config extends FrontConfig, OverloadConfig, RetentionConfig {
  readonly host: string
  readonly port: number
  readonly databaseUrl: string
  readonly redisUrl: string
  readonly kafka: {
    readonly brokers: readonly string[]
    readonly sessionTimeoutMs: number
  }
  /** What business time is at the start, in ms since the epoch; undefined for the real time. */
  readonly clockStartsAtMs: number | undefined
  /** Prefix of topics, consumer groups and Redis keys. */
  readonly namespace: string
  readonly logLevel: string
  readonly postgresPoolMax: number
  readonly statementTimeoutMs: number
  readonly payments: {
    /** Between the starts of two batches; `Busy`: without time to spare, where that is longer. */
    readonly batchIntervalMs: number
    readonly batchIntervalBusyMs: number
    readonly batchMax: number
    readonly queueMax: number
    /** Events wait this long for others, to reach the totals in Redis together; with 0 for none. */
    readonly projectionGatherMs: number
    /** Between two looks whether a queued payment is due. */
    readonly releaseIntervalMs: number
    /**
     * Daily limits of banks are so many times those of their data: for loads that no bank would
     * see.
     */
    readonly bankLimitFactor: number
  }
  readonly fx: {
    /** Of the random walk that rates take. */
    readonly seed: number
    readonly tickIntervalMs: number
    /** How many snapshots are kept: with the default interval those of a week. */
    readonly historySnapshots: number
  }
  readonly liquidity: {
    /** Between two looks at the pools. */
    readonly checkIntervalMs: number
  }
  readonly outbox: {
    /** Between two savings of how far it is published. */
    readonly saveIntervalMs: number
    /** Between two looks into the table for what memory may not know. */
    readonly rereadIntervalMs: number
  }
  readonly netting: {
    /** Between two closings of every tenant's cycle; with 0 cycles are closed on request only. */
    readonly intervalMs: number
  }
  readonly audit: {
    /** Between two looks for batches of payments that are not in the log. */
    readonly gatherIntervalMs: number
    /** Days whose partitions are made before they come. */
    readonly daysAhead: number
  }
  readonly reconciliation: {
    /** Invoices from which on the work is done in the background. */
    readonly bulkThreshold: number
    /** Invoices between two progress events. */
    readonly batchSize: number
  }
  readonly compliance: {
    /** Cents of a dollar from which on any payment is reviewed. */
    readonly amountUsdMinor: number
    /** Cents of a dollar from which on a first payment between two accounts is reviewed. */
    readonly newPairUsdMinor: number
    /** Payments of one account within the window that are not yet reviewed. */
    readonly velocityMax: number
    readonly velocityWindowMs: number
    /** Between two readings of the sanctions list. */
    readonly listRereadIntervalMs: number
  }
  readonly jobs: {
    readonly concurrency: number
    /** Between two looks into the table; a notification comes first, unless it was lost. */
    readonly pollIntervalMs: number
    /** A running job whose worker has been silent for this long is taken over. */
    readonly visibilityTimeoutMs: number
  }
}

/** @throws ConfigError naming every variable that is missing or wrong. */
export function parseConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const named = Object.fromEntries(
    Object.keys(environmentSchema.properties)
      .filter((name) => environment[name] !== undefined && environment[name] !== '')
      .map((name) => [name, environment[name]]),
  )
  const values = Value.Convert(environmentSchema, Value.Default(environmentSchema, named))
  if (!Value.Check(environmentSchema, values)) {
    throw new ConfigError(describeFaults(values))
  }
  return toConfig(values)
}

export function readConfig(): Config {
  return parseConfig(process.env)
}

export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

function describeFaults(values: unknown): string {
  const faults = Value.Errors(environmentSchema, values).map((fault) => {
    const name = fault.instancePath.slice(1) || missingNames(fault.params).join(', ')
    return `${name} ${fault.message}`
  })
  return `environment is not valid: ${[...new Set(faults)].join('; ')}`
}

function missingNames(parameters: object): readonly string[] {
  const missing = (parameters as { requiredProperties?: readonly string[] }).requiredProperties
  return missing ?? []
}

function toConfig(values: Static<typeof environmentSchema>): Config {
  return {
    host: values.HOST,
    port: values.PORT,
    databaseUrl: values.DATABASE_URL,
    redisUrl: values.REDIS_URL,
    kafka: {
      brokers: values.KAFKA_BROKERS.split(','),
      sessionTimeoutMs: values.KAFKA_SESSION_TIMEOUT_MS,
    },
    clockStartsAtMs: instantMs(values.CLOCK_STARTS_AT),
    namespace: values.NAMESPACE,
    ...toFrontConfig(values),
    ...toOverloadConfig(values),
    ...toRetentionConfig(values),
    logLevel: values.LOG_LEVEL,
    postgresPoolMax: values.POSTGRES_POOL_MAX,
    statementTimeoutMs: values.STATEMENT_TIMEOUT_MS,
    payments: {
      batchIntervalMs: values.PAYMENT_BATCH_INTERVAL_MS,
      batchIntervalBusyMs: values.PAYMENT_BATCH_INTERVAL_BUSY_MS,
      batchMax: values.PAYMENT_BATCH_MAX,
      queueMax: values.PAYMENT_QUEUE_MAX,
      projectionGatherMs: values.PAYMENT_PROJECTION_GATHER_MS,
      releaseIntervalMs: values.PAYMENT_RELEASE_INTERVAL_MS,
      bankLimitFactor: values.BANK_LIMIT_FACTOR,
    },
    fx: {
      seed: values.FX_SEED,
      tickIntervalMs: values.FX_TICK_INTERVAL_MS,
      historySnapshots: values.FX_HISTORY_SNAPSHOTS,
    },
    liquidity: {
      checkIntervalMs: values.LIQUIDITY_CHECK_INTERVAL_MS,
    },
    outbox: {
      saveIntervalMs: values.OUTBOX_SAVE_INTERVAL_MS,
      rereadIntervalMs: values.OUTBOX_REREAD_INTERVAL_MS,
    },
    netting: { intervalMs: values.NETTING_INTERVAL_MS },
    audit: {
      gatherIntervalMs: values.AUDIT_GATHER_INTERVAL_MS,
      daysAhead: values.AUDIT_DAYS_AHEAD,
    },
    reconciliation: {
      bulkThreshold: values.RECONCILIATION_BULK_THRESHOLD,
      batchSize: values.RECONCILIATION_BATCH_SIZE,
    },
    compliance: {
      amountUsdMinor: values.COMPLIANCE_AMOUNT_USD_MINOR,
      newPairUsdMinor: values.COMPLIANCE_NEW_PAIR_USD_MINOR,
      velocityMax: values.COMPLIANCE_VELOCITY_MAX,
      velocityWindowMs: values.COMPLIANCE_VELOCITY_WINDOW_MS,
      listRereadIntervalMs: values.COMPLIANCE_LIST_REREAD_INTERVAL_MS,
    },
    jobs: {
      concurrency: values.JOB_CONCURRENCY,
      pollIntervalMs: values.JOB_POLL_INTERVAL_MS,
      visibilityTimeoutMs: values.JOB_VISIBILITY_TIMEOUT_MS,
    },
  }
}

function instantMs(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Temporal.Instant.from(text).epochMilliseconds
}
