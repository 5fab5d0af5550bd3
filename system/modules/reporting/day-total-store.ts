import { plainArray, textArray } from '../../platform/postgres/arrays.ts'
import type { Database, Statement } from '../../platform/postgres/database.ts'
import type { DayTotal } from './day-totals.ts'
import type { DayViolations } from './day-violations.ts'

/** What one tenant's messages add, and how far they go. */
export interface Addition {
  readonly tenant: string
  /** The last outbox row that is in the totals already, -1 when there is none. */
  readonly after: number
  readonly through: number
  readonly totals: readonly DayTotal[]
  readonly violations: readonly DayViolations[]
}

/** Everything about the totals that is said to the database. */
export interface DayTotalStore {
  /** @returns the last outbox row of the tenant that is in the totals, -1 when there is none */
  appliedThrough(tenant: string): Promise<number>
  /** All of it or nothing. @throws a database error when somebody else has added meanwhile */
  add(additions: readonly Addition[]): Promise<void>
}

const noneApplied = -1

export function createDayTotalStore(database: Database): DayTotalStore {
  return {
    async appliedThrough(tenant) {
      const [row] = await database.query<{ outbox_id: number }>(appliedThrough, [tenant])
      return row?.outbox_id ?? noneApplied
    },
    async add(additions) {
      const rows = additions.flatMap(({ tenant, totals }) =>
        totals.map((total) => ({ tenant, ...total })),
      )
      const violations = additions.flatMap(({ tenant, violations: of }) =>
        of.map((each) => ({ tenant, ...each })),
      )
      await database.query(addTotals, [
        textArray(additions.map(({ tenant }) => tenant)),
        plainArray(additions.map(({ after }) => after)),
        plainArray(additions.map(({ through }) => through)),
        textArray(rows.map(({ tenant }) => tenant)),
        plainArray(rows.map(({ day }) => day)),
        textArray(rows.map(({ debtorBank }) => debtorBank)),
        textArray(rows.map(({ creditorBank }) => creditorBank)),
        textArray(rows.map(({ currency }) => currency)),
        textArray(rows.map(({ status }) => status)),
        plainArray(rows.map(({ payments }) => payments)),
        plainArray(rows.map(({ amountMinor }) => String(amountMinor))),
        plainArray(rows.map(({ usdMinor }) => String(usdMinor))),
        textArray(violations.map(({ tenant }) => tenant)),
        plainArray(violations.map(({ day }) => day)),
        textArray(violations.map(({ bank }) => bank)),
        plainArray(violations.map(({ payments }) => payments)),
      ])
    },
  }
}

const appliedThrough: Statement = {
  name: 'reporting.applied-through',
  text: 'select outbox_id from payment_day_applied where tenant = $1',
}

/** It adds nothing unless the totals are as far as was thought: what comes twice counts once. */
const addTotals: Statement = {
  name: 'reporting.add-totals',
  text: `
with applied as (
  insert into payment_day_applied as applied (tenant, outbox_id)
  select tenant, through from unnest($1::text[], $2::bigint[], $3::bigint[]) as t(tenant, after, through)
  on conflict (tenant) do update set outbox_id = excluded.outbox_id
  where applied.outbox_id = ($2::bigint[])[array_position($1::text[], excluded.tenant)]
  returning tenant
), added as (
  insert into payment_day_total as total (tenant, day, debtor_bank, creditor_bank, currency, status,
    payments, amount_minor, usd_minor)
  select * from unnest($4::text[], $5::date[], $6::text[], $7::text[], $8::text[], $9::text[],
    $10::bigint[], $11::bigint[], $12::bigint[])
  order by 1, 2, 3, 4, 5, 6
  on conflict (tenant, day, debtor_bank, creditor_bank, currency, status) do update set
    payments = total.payments + excluded.payments,
    amount_minor = total.amount_minor + excluded.amount_minor,
    usd_minor = total.usd_minor + excluded.usd_minor
), violated as (
  insert into clearing_violation_day as known (tenant, day, bank, payments)
  select * from unnest($13::text[], $14::date[], $15::text[], $16::bigint[]) order by 1, 2, 3
  on conflict (tenant, day, bank) do update set payments = known.payments + excluded.payments
)
select require_equal((select count(*) from applied), cardinality($1::text[]), 'tenants as far as thought')`,
}
