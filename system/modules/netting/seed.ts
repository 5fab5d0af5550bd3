import type { Seed } from '../../platform/module.ts'

/**
 * Tenant `interbank`, one settlement account for each bank and currency, SETTLE-ENBX-USD and so on.
 * They open with what no cycle of a day comes near, and no customer pays from or to them.
 */
export const seedNetting: Seed = async (database) => {
  await database.query(`
insert into account (tenant, number, bank, currency, opening_minor, balance_minor, daily_limit_minor, internal)
select 'interbank', 'SETTLE-' || left(bank, 4) || '-' || currency, bank, currency,
  1000000000000000, 1000000000000000, 9000000000000000, true
from unnest(array['ENBXAEADXXX', 'LUMIILITXXX', 'HABBPKKKXXX', 'SBININBBXXX']) with ordinality as b(bank, bank_place)
cross join unnest(array['USD', 'AED', 'ILS', 'PKR', 'INR', 'EUR', 'GBP', 'SAR']) with ordinality as c(currency, place)
order by bank_place, place`)
  await database.query('analyze account')
}
