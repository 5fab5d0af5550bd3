import { Type } from 'typebox'
import type { Static } from 'typebox'
import { wholeNumber } from './whole-number.ts'

const days = (fallback: number) => wholeNumber(fallback, 1, 36_500)

/** How long what is no longer needed is kept all the same; `config.ts` reads it. */
export const retentionVariables = {
  RETENTION_INTERVAL_MS: wholeNumber(60_000, 10, 86_400_000),
  RETENTION_ROWS_PER_PASS: wholeNumber(100_000, 1, 100_000_000),
  OUTBOX_RETENTION_DAYS: days(3),
  // Longer than Kafka keeps an event by default, so that one that comes again finds that its bank
  // was told: 7 days until its segment is closed, and 7 more until that is deleted.
  BANK_MESSAGE_RETENTION_DAYS: days(15),
  // Five years, as rules against money laundering ask for (FATF, recommendation 11).
  COMPLIANCE_ALERT_RETENTION_DAYS: days(1_827),
  LIQUIDITY_RETENTION_DAYS: days(365),
  NETTING_RETENTION_DAYS: days(365),
  AUDIT_RETENTION_DAYS: days(365),
}

const retentionSchema = Type.Object(retentionVariables)

export interface RetentionConfig {
  readonly retention: {
    /** Between two passes over all tables. */
    readonly intervalMs: number
    /** Rows of one table that a pass looks at, at most; the next goes on where it ended. */
    readonly rowsPerPass: number
    readonly days: RetentionDays
  }
}

/** Days that are kept, by what is kept. */
export interface RetentionDays {
  readonly outbox: number
  readonly bankMessage: number
  readonly complianceAlert: number
  readonly liquidity: number
  readonly netting: number
  readonly audit: number
}

export function toRetentionConfig(values: Static<typeof retentionSchema>): RetentionConfig {
  return {
    retention: {
      intervalMs: values.RETENTION_INTERVAL_MS,
      rowsPerPass: values.RETENTION_ROWS_PER_PASS,
      days: {
        outbox: values.OUTBOX_RETENTION_DAYS,
        bankMessage: values.BANK_MESSAGE_RETENTION_DAYS,
        complianceAlert: values.COMPLIANCE_ALERT_RETENTION_DAYS,
        liquidity: values.LIQUIDITY_RETENTION_DAYS,
        netting: values.NETTING_RETENTION_DAYS,
        audit: values.AUDIT_RETENTION_DAYS,
      },
    },
  }
}
