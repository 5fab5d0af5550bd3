import type { Database } from '../../platform/postgres/database.ts'

const usedOnDay = {
  name: 'payments_bank_use',
  text: `select bank, spent_usd_minor as "spentUsdMinor" from bank_day where tenant = $1 and day = $2::date`,
}

/** What the accounts of each bank have sent in a UTC day, in cents of a dollar, by BIC. */
export async function readBankUse(
  database: Pick<Database, 'query'>,
  tenant: string,
  day: string,
): Promise<ReadonlyMap<string, number>> {
  const rows = await database.query<{ bank: string; spentUsdMinor: number }>(usedOnDay, [
    tenant,
    day,
  ])
  return new Map(rows.map(({ bank, spentUsdMinor }) => [bank, spentUsdMinor]))
}
