import type { Database, Statement } from '../../platform/postgres/database.ts'
import type { BankRow, DayRow } from './report.ts'

/** A day has a few hundred rows: banks times banks, currencies and states. */
export interface ReportStore {
  since(tenant: string, day: string): Promise<readonly DayRow[]>
  banksOf(tenant: string, day: string): Promise<readonly BankRow[]>
  /** Payments taken on a UTC day while a bank of theirs did not clear, by that bank's BIC. */
  violationsOf(tenant: string, day: string): Promise<ReadonlyMap<string, number>>
  /** Payments that are held now, of whatever day. */
  held(tenant: string): Promise<Held>
}

export interface Held {
  readonly queued: number
  readonly inReview: number
}

export function createReportStore(database: Database): ReportStore {
  return {
    since: async (tenant, day) => database.query<DayRow>(totalsSince, [tenant, day]),
    async violationsOf(tenant, day) {
      const rows = await database.query<{ bank: string; payments: number }>(violationsOfDay, [
        tenant,
        day,
      ])
      return new Map(rows.map(({ bank, payments }) => [bank, payments]))
    },
    async held(tenant) {
      const [row] = await database.query<Held>(heldNow, [tenant])
      return row ?? { queued: 0, inReview: 0 }
    },
    banksOf: async (tenant, day) => database.query<BankRow>(banksOfDay, [tenant, day]),
  }
}

const totalsSince: Statement = {
  name: 'reporting.totals-since',
  text: `select day::text, status, currency, sum(payments)::bigint as payments,
  sum(amount_minor)::text as amount_minor
from payment_day_total where tenant = $1 and day >= $2::date
group by day, status, currency having sum(payments) <> 0`,
}

const banksOfDay: Statement = {
  name: 'reporting.banks-of-day',
  text: `select debtor_bank, creditor_bank, status, currency, payments, amount_minor::text
from payment_day_total where tenant = $1 and day = $2::date and payments <> 0`,
}

const violationsOfDay: Statement = {
  name: 'reporting.violations-of-day',
  text: 'select bank, payments from clearing_violation_day where tenant = $1 and day = $2::date',
}

const heldNow: Statement = {
  name: 'reporting.held-now',
  text: `select coalesce(sum(payments) filter (where status = 'queued'), 0)::bigint as queued,
  coalesce(sum(payments) filter (where status = 'in-review'), 0)::bigint as "inReview"
from payment_day_total where tenant = $1 and status in ('queued', 'in-review')`,
}
