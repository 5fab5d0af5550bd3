import type { Statement } from '../../platform/postgres/database.ts'

/**
 * The places of a tenant's banks in a list, by the account that they keep: an element for each id
 * up to the highest, 0 for none of the tenant's. Both arrays as Postgres writes them. No element is
 * null, because an array with nulls is walked for each look into it.
 */
export const bankPlaces: Statement = {
  name: 'netting.bank-places',
  text: `
with bank as materialized (
  select bank, row_number() over (order by bank) as place
  from (select distinct bank from account where tenant = $1) as each
), own as materialized (
  select account.id, bank.place from account join bank using (bank) where account.tenant = $1
)
select coalesce((select array_agg(bank order by place) from bank), '{}')::text as banks,
  coalesce(array_agg(coalesce(own.place, 0)::smallint order by id), '{}')::text as places
from generate_series(1, (select max(id) from own)) as id left join own using (id)`,
}

/**
 * For `flowsInRange`, until the transaction ends. The planner takes the pairs of places for as many
 * as there are pairs of accounts, where they are a dozen: it would sort the payments to group them,
 * or leave other processes out of it.
 */
export const expectFewPairs: Statement = {
  name: 'netting.expect-few-pairs',
  text: `select set_config('enable_sort', 'off', true), set_config('parallel_tuple_cost', '0', true)`,
}

/** Until the transaction ends. */
export const oneProcess: Statement = {
  name: 'netting.one-process',
  text: `select set_config('max_parallel_workers_per_gather', '0', true)`,
}

/**
 * The one statement that a cycle is made of: all settled payments between different banks with
 * settlement numbers in a range, added up by pair of banks and currency. What settles between two
 * banks is what the creditor was credited. $4 and $5 are places and banks of `bankPlaces`: a look
 * into an array costs a third of a join, and places are grouped faster than names. A payment of an
 * account that has no place is never left out, it has a bank that is null. Without a name, so that
 * it is planned for this range and not for any. The tenant is compared in a way that no index
 * serves: before the table's first analyze one that begins with it looks as good as the range.
 */
export const flowsInRange = `
select ($5::text[])[debtor] as debtor_bank, ($5::text[])[creditor] as creditor_bank,
  currency, payments, gross_minor, through_number
from (
  select ($4::smallint[])[debtor_id] as debtor, ($4::smallint[])[creditor_id] as creditor,
    coalesce(creditor_currency, currency) as currency,
    count(*) as payments,
    sum(coalesce(credited_minor, amount_minor))::text as gross_minor,
    max(settlement_number) as through_number
  from payment
  where tenant is not distinct from $1 and settlement_number > $2 and settlement_number <= $3
    and status = 'settled' and kind = 'payment'
  group by 1, 2, 3
) as flow
where debtor <> creditor or coalesce(debtor, 0) = 0 or coalesce(creditor, 0) = 0`

export const lastCommitted: Statement = {
  name: 'netting.last-committed',
  text: `select id, settlement_number as number from payment where status = 'settled'
order by settlement_number desc limit 1`,
}

export const findNumber: Statement = {
  name: 'netting.find-number',
  text: `select from payment where settlement_number = $1 and id = $2`,
}

export const openFirstCycle: Statement = {
  name: 'netting.open-first-cycle',
  text: `insert into netting_cycle (tenant, opened_at) select $1, $2
where not exists (select from netting_cycle where tenant = $1)
on conflict do nothing`,
}

export const lockOpenCycle: Statement = {
  name: 'netting.lock-open-cycle',
  text: `select id, coalesce(after_number, 0) as after_number from netting_cycle
where tenant = $1 and state = 'open' for update`,
}

export const readOpenCycle: Statement = {
  name: 'netting.read-open-cycle',
  text: `select id, coalesce(after_number, 0) as after_number from netting_cycle
where tenant = $1 and state = 'open'`,
}

export const closeCycle: Statement = {
  name: 'netting.close-cycle',
  text: `update netting_cycle
set state = 'closed', mode = $2, through_number = $3, payments = $4, closed_at = $5
where id = $1 and state = 'open'`,
}

export const openNextCycle: Statement = {
  name: 'netting.open-next-cycle',
  text: `insert into netting_cycle (tenant, after_number, opened_at) values ($1, $2, $3)`,
}

export const insertTotals: Statement = {
  name: 'netting.insert-totals',
  text: `insert into netting_total (cycle_id, currency, payments, gross_minor, bilateral_minor,
  multilateral_minor, bilateral_efficiency_e6, multilateral_efficiency_e6)
select $1, * from unnest($2::text[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[],
  $7::integer[], $8::integer[])`,
}

export const insertPositions: Statement = {
  name: 'netting.insert-positions',
  text: `insert into netting_position (cycle_id, currency, bank, counterparty, outgoing_payments,
  outgoing_minor, incoming_payments, incoming_minor)
select $1, * from unnest($2::text[], $3::text[], $4::text[], $5::bigint[], $6::bigint[], $7::bigint[],
  $8::bigint[])`,
}

export const insertTransfers: Statement = {
  name: 'netting.insert-transfers',
  text: `insert into netting_transfer (cycle_id, currency, debtor_bank, creditor_bank, amount_minor)
select $1, * from unnest($2::text[], $3::text[], $4::text[], $5::bigint[])`,
}

export const closedCycles: Statement = {
  name: 'netting.closed-cycles',
  text: `select id, tenant from netting_cycle where state = 'closed' order by id`,
}

export const owedTransfers: Statement = {
  name: 'netting.owed-transfers',
  text: `select currency, debtor_bank, creditor_bank, amount_minor, refused from netting_transfer
where cycle_id = $1 and payment_id is null order by currency, debtor_bank, creditor_bank`,
}

export const recordTransfers: Statement = {
  name: 'netting.record-transfers',
  text: `update netting_transfer as transfer set payment_id = made.payment_id
from unnest($2::text[], $3::text[], $4::text[], $5::uuid[])
  as made(currency, debtor_bank, creditor_bank, payment_id)
where transfer.cycle_id = $1 and transfer.currency = made.currency
  and transfer.debtor_bank = made.debtor_bank and transfer.creditor_bank = made.creditor_bank`,
}

export const countRefusals: Statement = {
  name: 'netting.count-refusals',
  text: `update netting_transfer as transfer set refused = transfer.refused + 1
from unnest($2::text[], $3::text[], $4::text[]) as told(currency, debtor_bank, creditor_bank)
where transfer.cycle_id = $1 and transfer.currency = told.currency
  and transfer.debtor_bank = told.debtor_bank and transfer.creditor_bank = told.creditor_bank`,
}

export const settleCycle: Statement = {
  name: 'netting.settle-cycle',
  text: `update netting_cycle set state = 'settled', settled_at = $2
where id = $1 and state = 'closed'
  and not exists (select from netting_transfer where cycle_id = $1 and payment_id is null)
returning tenant, payments`,
}

export const tenantsWithAccounts: Statement = {
  name: 'netting.tenants',
  text: `select distinct tenant from account order by tenant`,
}

const cycleColumns = `cycle.id, cycle.state, cycle.mode, cycle.payments, cycle.opened_at,
  cycle.closed_at, cycle.settled_at,
  coalesce((select json_agg(json_build_object('currency', currency, 'payments', payments,
    'grossMinor', gross_minor, 'bilateralMinor', bilateral_minor,
    'multilateralMinor', multilateral_minor,
    'bilateralEfficiency', bilateral_efficiency_e6 / 1e6,
    'multilateralEfficiency', multilateral_efficiency_e6 / 1e6) order by currency)
    from netting_total where cycle_id = cycle.id), '[]') as totals`

export const findCycles: Statement = {
  name: 'netting.find-cycles',
  text: `select ${cycleColumns} from netting_cycle as cycle
where tenant = $1 and ($2::text is null or state = $2) order by id desc limit $3 offset $4`,
}

export const findCycle: Statement = {
  name: 'netting.find-cycle',
  text: `select ${cycleColumns} from netting_cycle as cycle where tenant = $1 and id = $2`,
}

export const findPositions: Statement = {
  name: 'netting.find-positions',
  text: `select currency, bank, counterparty, outgoing_payments, outgoing_minor::text,
  incoming_payments, incoming_minor::text
from netting_position where cycle_id = $1 order by currency, bank, counterparty`,
}

export const findTransfers: Statement = {
  name: 'netting.find-transfers',
  text: `select currency, debtor_bank, creditor_bank, amount_minor, payment_id
from netting_transfer where cycle_id = $1 order by currency, debtor_bank, creditor_bank`,
}
