import { Type } from 'typebox'
import type { Static } from 'typebox'
import { wholeNumber } from './whole-number.ts'

/** What the gateway's front and its live side are told by the environment; `config.ts` reads it. */
export const frontVariables = {
  AUTH_TOKENS: Type.String({ default: '', pattern: '^([^=;+]+=[^=;+]+(\\+[^=;+]+)*(;|$))*$' }),
  SESSION_TTL_SECONDS: wholeNumber(28_800, 1, 2_592_000),
  SESSIONS_PER_TOKEN_MAX: wholeNumber(100, 1, 100_000),
  EXPORTS_PER_TENANT_MAX: wholeNumber(2, 1, 100),
  EXPORTS_MAX: wholeNumber(8, 1, 100),
  RATE_LIMIT_TENANT_PER_SECOND: wholeNumber(50_000, 1, 10_000_000),
  RATE_LIMIT_SESSION_PER_SECOND: wholeNumber(100, 1, 10_000_000),
  LIVE_PAYMENTS_INTERVAL_MS: wholeNumber(200, 0, 3_600_000),
  LIVE_METRICS_INTERVAL_MS: wholeNumber(1_000, 10, 3_600_000),
  BANK_GATEWAY_URL: Type.String({ default: '', pattern: '^(https?://[^\\s]+[^/\\s])?$' }),
  BANK_BREAKER_OPEN_MS: wholeNumber(60_000, 10, 3_600_000),
  BANK_RETRY_MS: wholeNumber(1_000, 10, 60_000),
}

const frontSchema = Type.Object(frontVariables)

export interface FrontConfig {
  /** Bearer token -> tenants it may act for. */
  readonly authTokens: ReadonlyMap<string, ReadonlySet<string>>
  readonly sessions: {
    readonly ttlSeconds: number
    /** Of one token; the oldest ends where there would be one more. */
    readonly perTokenMax: number
  }
  /** Files of payments that may be read at once; each holds a connection to Postgres. */
  readonly exports: {
    readonly perTenant: number
    readonly atOnce: number
  }
  readonly limits: {
    /** Calls of one tenant, of all its tokens and sessions together. */
    readonly tenantPerSecond: number
    /** Calls of one session, within those of its tenant. */
    readonly sessionPerSecond: number
  }
  readonly live: {
    /**
     * Between two frames that tell listeners of payments; with 0 each message is a frame as it
     * comes.
     */
    readonly paymentsIntervalMs: number
    /** Between two frames that tell them the totals. */
    readonly metricsIntervalMs: number
  }
  readonly delivery: {
    /** Where banks are told of payments; with none they are not. */
    readonly url: string | undefined
    /** For so long a bank that failed too often is not called. */
    readonly breakerOpenMs: number
    /** Before the second attempt at a message; each further one waits twice as long. */
    readonly retryMs: number
  }
}

export function toFrontConfig(values: Static<typeof frontSchema>): FrontConfig {
  return {
    authTokens: parseTokens(values.AUTH_TOKENS),
    sessions: {
      ttlSeconds: values.SESSION_TTL_SECONDS,
      perTokenMax: values.SESSIONS_PER_TOKEN_MAX,
    },
    exports: { perTenant: values.EXPORTS_PER_TENANT_MAX, atOnce: values.EXPORTS_MAX },
    limits: {
      tenantPerSecond: values.RATE_LIMIT_TENANT_PER_SECOND,
      sessionPerSecond: values.RATE_LIMIT_SESSION_PER_SECOND,
    },
    live: {
      paymentsIntervalMs: values.LIVE_PAYMENTS_INTERVAL_MS,
      metricsIntervalMs: values.LIVE_METRICS_INTERVAL_MS,
    },
    delivery: {
      url: values.BANK_GATEWAY_URL === '' ? undefined : values.BANK_GATEWAY_URL,
      breakerOpenMs: values.BANK_BREAKER_OPEN_MS,
      retryMs: values.BANK_RETRY_MS,
    },
  }
}

/** "token=tenant+tenant;token2=tenant" */
function parseTokens(text: string): ReadonlyMap<string, ReadonlySet<string>> {
  const pairs = text.split(';').filter((pair) => pair !== '')
  return new Map(
    pairs.map((pair) => {
      const [token = '', tenants = ''] = pair.split('=')
      return [token, new Set(tenants.split('+'))]
    }),
  )
}
