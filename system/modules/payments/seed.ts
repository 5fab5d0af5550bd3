import type { Seed } from '../../platform/module.ts'

/**
 * Tenant `interbank`, accounts ACC-000001 to ACC-001000. Currencies by blocks: 400 USD, 200 AED, 100
 * each of ILS, PKR, INR, EUR. The last ten are for tests: five nearly empty, five with a low daily limit.
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
  // A fresh template is analysed once, so that plans do not depend on when autovacuum comes by.
  await database.query('analyze account')
}
