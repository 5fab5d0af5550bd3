import { Type } from 'typebox'
import type { Static } from 'typebox'
import { dateInvalid, datesReversed } from './errors.ts'

export const exportedStatuses = ['settled', 'rejected', 'queued', 'in-review'] as const

const date = Type.String({
  pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$',
  description: 'UTC day, ISO 8601',
  examples: ['2026-11-18'],
})

export const exportQuerySchema = Type.Object({
  date_from: date,
  date_to: Type.Optional({
    ...date,
    description: 'The last day, itself included; today if not given',
  }),
  status: Type.Optional(Type.Enum([...exportedStatuses])),
  currency: Type.Optional(Type.String({ pattern: '^[A-Z]{3}$' })),
})
export type ExportQuery = Static<typeof exportQuerySchema>

export interface ExportRange {
  readonly fromMs: number
  /** Not included. */
  readonly untilMs: number
}

const dayMs = 86_400_000
/**
 * Before the first there is no payment; the day after the last is still one that Postgres can read
 * as we write it.
 */
const firstDayMs = 0
const lastDayMs = Date.UTC(9998, 11, 31)

/** @throws DomainError date-invalid, dates-reversed */
export function readRange(query: ExportQuery, nowMs: number): ExportRange {
  const fromMs = startOf(query.date_from)
  const lastMs = query.date_to === undefined ? startOfDay(nowMs) : startOf(query.date_to)
  // A range that begins after today is empty, and no mistake; one that ends before it begins is.
  if (query.date_to !== undefined && lastMs < fromMs) {
    throw datesReversed(query.date_from, query.date_to)
  }
  return { fromMs, untilMs: Math.max(fromMs, lastMs) + dayMs }
}

function startOf(day: string): number {
  const ms = Date.parse(`${day}T00:00:00.000Z`)
  // The 30th of February is a day to nobody; a parser may take it for one in March.
  if (Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 10) !== day || !isInReach(ms)) {
    throw dateInvalid(day)
  }
  return ms
}

function isInReach(ms: number): boolean {
  return ms >= firstDayMs && ms <= lastDayMs
}

function startOfDay(ms: number): number {
  return ms - (ms % dayMs)
}
