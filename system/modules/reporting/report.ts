import { Volumes, successRate } from './volumes.ts'
import type { Banks, Daily } from './schemas.ts'

/** Totals as they are read: by day, or by the banks of one day. */
export interface DayRow {
  readonly day: string
  readonly status: string
  readonly currency: string
  readonly payments: number
  /** More than a number holds. */
  readonly amount_minor: string
}

export interface BankRow extends Omit<DayRow, 'day'> {
  readonly debtor_bank: string
  readonly creditor_bank: string
}

const dayMs = 86_400_000

/** @param rows of these days, in any order; days that have none get zeros */
export function composeDaily(rows: readonly DayRow[], days: number, nowMs: number): Daily {
  const byDay = Map.groupBy(rows, ({ day }) => day)
  return {
    days: Array.from({ length: days }, (_, index) => {
      const date = dayBefore(nowMs, days - 1 - index)
      return { date, ...summary(byDay.get(date) ?? []) }
    }),
  }
}

export function dayBefore(nowMs: number, days: number): string {
  return new Date(nowMs - days * dayMs).toISOString().slice(0, 10)
}

function summary(rows: readonly DayRow[]): Omit<Daily['days'][number], 'date'> {
  const counts = countsOf(rows)
  const settled = counts.get('settled') ?? 0
  const rejected = counts.get('rejected') ?? 0
  return {
    recorded: [...counts.values()].reduce((sum, count) => sum + count, 0),
    settled,
    rejected,
    queued: counts.get('queued') ?? 0,
    inReview: counts.get('in-review') ?? 0,
    successRate: successRate(settled, rejected),
    volume: movedBy(rows).volume,
  }
}

export function composeBanks(rows: readonly BankRow[], date: string): Banks {
  const names = new Set(rows.flatMap((row) => [row.debtor_bank, row.creditor_bank]))
  const ways = Map.groupBy(
    rows.filter(isSettled),
    (row) => `${row.debtor_bank} ${row.creditor_bank}`,
  )
  return {
    date,
    banks: [...names].toSorted().map((bank) => {
      const counts = countsOf(rows.filter((row) => row.debtor_bank === bank))
      const rejected = counts.get('rejected') ?? 0
      return {
        bank,
        sent: movedBy(rows.filter((row) => row.debtor_bank === bank)),
        received: movedBy(rows.filter((row) => row.creditor_bank === bank)),
        rejected,
        successRate: successRate(counts.get('settled') ?? 0, rejected),
      }
    }),
    flows: [...ways.keys()].toSorted().map((way) => {
      const [from = '', to = ''] = way.split(' ')
      return { from, to, ...movedBy(ways.get(way) ?? []) }
    }),
  }
}

function isSettled({ status }: { readonly status: string }): boolean {
  return status === 'settled'
}

function countsOf(rows: readonly Omit<DayRow, 'day'>[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const { status, payments } of rows) {
    counts.set(status, (counts.get(status) ?? 0) + payments)
  }
  return counts
}

function movedBy(rows: readonly Omit<DayRow, 'day'>[]): {
  count: number
  volume: Record<string, string>
} {
  const volumes = new Volumes()
  let count = 0
  for (const row of rows.filter(isSettled)) {
    count += row.payments
    volumes.add(row.currency, BigInt(row.amount_minor))
  }
  return { count, volume: volumes.toJson() }
}
