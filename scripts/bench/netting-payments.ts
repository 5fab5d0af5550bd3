import { withConnection } from '../../perf/target/databases.ts'

/**
 * Settled payments, without ledger entries, among the customers of four banks: what netting reads,
 * put into the database without the gateway, since a million of them through its front door would
 * take minutes.
 */
export async function generateSettledPayments(
  databaseUrl: string,
  first: number,
  count: number,
): Promise<void> {
  await withConnection(databaseUrl, async (client) => {
    await client.query(insertPayments, [first, first + count - 1])
    // What autovacuum would know of a table that grew over an hour.
    await client.query('analyze payment')
  })
}

const insertPayments = `
insert into payment (tenant, id, idempotency_key, debtor_id, creditor_id, amount_minor, currency,
  creditor_currency, status, reference, created_at)
select 'interbank', ('01900000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'generated-' || n,
  debtor.id, creditor.id, 1000 + n * 7919 % 499000, debtor.currency, creditor.currency, 'settled',
  'invoice ' || n, now()
from generate_series($1::bigint, $2::bigint) as n
join account as debtor on debtor.tenant = 'interbank'
  and debtor.number = 'ACC-' || lpad((1 + n % 400)::text, 6, '0')
join account as creditor on creditor.tenant = 'interbank'
  and creditor.number = 'ACC-' || lpad((1 + (n + 1 + n % 399) % 400)::text, 6, '0')
order by n`
