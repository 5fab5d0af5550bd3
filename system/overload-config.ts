import { Type } from 'typebox'
import type { Static } from 'typebox'
import type { HttpLimits } from './platform/http/server.ts'
import { wholeNumber } from './whole-number.ts'

/** What the environment says of how much the system takes upon itself; `config.ts` reads it. */
export const overloadVariables = {
  HTTP_REQUEST_TIMEOUT_MS: wholeNumber(30_000, 100, 3_600_000),
  HTTP_CONNECTIONS_MAX: wholeNumber(20_000, 1, 1_000_000),
  HTTP_IN_FLIGHT_MAX: wholeNumber(8_000, 1, 1_000_000),
  PAYMENT_AGE_TARGET_MS: wholeNumber(150, 1, 600_000),
  PAYMENT_AGE_TOLERANCE_MS: wholeNumber(1_000, 0, 600_000),
  PAYMENT_AGE_MAX_MS: wholeNumber(1_500, 1, 600_000),
  PAYMENT_WAIT_MAX_MS: wholeNumber(2_500, 1, 600_000),
  OUTBOX_LAG_MAX_SECONDS: wholeNumber(900, 1, 604_800),
  HEAP_LOOK_INTERVAL_MS: wholeNumber(5_000, 100, 3_600_000),
}

const overloadSchema = Type.Object(overloadVariables)

export interface OverloadConfig {
  readonly http: HttpLimits
  /** Between two looks whether the thread has so little time that the heap may grow. */
  readonly heapLookIntervalMs: number
  readonly overload: {
    /** How long payments may take to be answered before others are sent away. */
    readonly admission: Readonly<Record<'targetMs' | 'toleranceMs' | 'limitMs', number>>
    /** A payment that is not being written after this is sent away itself. */
    readonly longestWaitMs: number
    /** How far events may be behind before payments are sent away. */
    readonly lagMaxSeconds: number
  }
}

export function toOverloadConfig(values: Static<typeof overloadSchema>): OverloadConfig {
  return {
    http: {
      requestTimeoutMs: values.HTTP_REQUEST_TIMEOUT_MS,
      connectionsMax: values.HTTP_CONNECTIONS_MAX,
      inFlightMax: values.HTTP_IN_FLIGHT_MAX,
    },
    heapLookIntervalMs: values.HEAP_LOOK_INTERVAL_MS,
    overload: {
      admission: {
        targetMs: values.PAYMENT_AGE_TARGET_MS,
        toleranceMs: values.PAYMENT_AGE_TOLERANCE_MS,
        limitMs: values.PAYMENT_AGE_MAX_MS,
      },
      longestWaitMs: values.PAYMENT_WAIT_MAX_MS,
      lagMaxSeconds: values.OUTBOX_LAG_MAX_SECONDS,
    },
  }
}
