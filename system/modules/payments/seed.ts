import type { Database } from '../../platform/postgres/database.ts'
import type { Seed } from '../../platform/module.ts'

/**
 * Tenant `interbank`. First ACC-000001 to ACC-001000, currencies by blocks: 400 USD, 200 AED, 100
 * each of ILS, PKR, INR, EUR; the last ten are for tests, five nearly empty, five with a low daily
 * limit. Then ACC-001001 to ACC-002600, every bank with every currency: 32 by 32, banks fastest. At
 * last the pools of the gateway and the treasuries that fill them, for each currency.
 */
export const seedPayments: Seed = async (database) => {
  await database.query(`
insert into account (tenant, number, bank, currency, opening_minor, balance_minor, daily_limit_minor)
select 'interbank', 'ACC-' || lpad(n::text, 6, '0'), bank, currency, opening, opening, daily_limit
from generate_series(1, 1000) as n
cross join lateral (select
  case when n <= 400 then 'USD' when n <= 600 then 'AED' when n <= 700 then 'ILS'
    when n <= 800 then 'PKR' when n <= 900 then 'INR' else 'EUR' end as currency,
  (array['ENBXAEADXXX', 'LUMIILITXXX', 'HABBPKKKXXX', 'SBININBBXXX'])[n % 4 + 1] as foreign_bank,
  case when n between 991 and 995 then 10000 else 10000000000000 end as opening,
  case when n between 996 and 1000 then 10000 else 100000000000000 end as daily_limit) as block
cross join lateral (select case currency when 'AED' then 'ENBXAEADXXX' when 'ILS' then 'LUMIILITXXX'
  when 'PKR' then 'HABBPKKKXXX' when 'INR' then 'SBININBBXXX' else foreign_bank end as bank) as home
order by n`)
  await seedEveryBankAndCurrency(database)
  await seedPools(database)
  // A fresh template is analysed once, so that plans do not depend on when autovacuum comes by.
  await database.query('analyze account')
}

async function seedEveryBankAndCurrency(database: Database): Promise<void> {
  await database.query(`
insert into account (tenant, number, bank, currency, opening_minor, balance_minor, daily_limit_minor)
select 'interbank', 'ACC-' || lpad(n::text, 6, '0'),
  (array['ENBXAEADXXX', 'LUMIILITXXX', 'HABBPKKKXXX', 'SBININBBXXX'])[(n - 1001) % 4 + 1],
  (array['USD', 'AED', 'ILS', 'PKR', 'INR', 'EUR', 'GBP', 'SAR'])[(n - 1001) / 4 % 8 + 1],
  10000000000000, 10000000000000, 100000000000000
from generate_series(1001, 2600) as n order by n`)
}

/**
 * Pools as the source has them (R3.10), the others chosen; a treasury begins with ten times its
 * pool. Its floor lies so deep that filling a pool never fails, and no sum of the two leaves what a
 * double counts.
 */
async function seedPools(database: Database): Promise<void> {
  await database.query(`
insert into account (tenant, number, bank, currency, internal, opening_minor, balance_minor, floor_minor,
  daily_limit_minor)
select 'interbank', kind || '-' || currency, 'GATEWAY', currency, true, opening, opening, floor, 0
from unnest(array['USD', 'AED', 'ILS', 'PKR', 'INR', 'EUR', 'GBP', 'SAR'],
  array[2000000000, 1000000000, 500000000, 50000000000, 60000000000, 500000000, 500000000, 1000000000])
  with ordinality as pool(currency, major, place)
cross join (values ('POOL', 100::bigint, 0::bigint), ('TREASURY', 1000, -2000000000000000))
  as account(kind, minor, floor)
cross join lateral (select major * minor as opening) as money
order by kind, place`)
}
