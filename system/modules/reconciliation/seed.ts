import type { Seed } from '../../platform/module.ts'

const tenant = 'interbank'
const customers = 40
const invoicesPerCustomer = 1_000

/**
 * 40 customers with 1,000 open invoices each and one open deposit that covers them exactly. Amounts
 * and dates come from small modular arithmetic, so that every database seeded is the same to the
 * byte.
 */
export const seedReconciliation: Seed = async (database) => {
  await database.query(
    `INSERT INTO reconciliation_invoice
       (tenant, id, customer_id, currency, total_minor, outstanding_minor, due_on)
     SELECT $1, format('INV-%s-%s', to_char(customer, 'FM0000'), to_char(number, 'FM0000')),
       format('CUST-%s', to_char(customer, 'FM0000')),
       (ARRAY['USD', 'AED', 'ILS', 'PKR', 'INR', 'EUR'])[1 + (customer - 1) % 6],
       minor, minor, date '2026-01-01' + (number * 37 + customer) % 365
     FROM generate_series(1, $2::integer) AS customer, generate_series(1, $3::integer) AS number,
       LATERAL (SELECT 1000 + (customer * 7919 + number * 104729) % 90001) AS price (minor)
     ON CONFLICT DO NOTHING`,
    [tenant, customers, invoicesPerCustomer],
  )
  await database.query(
    `INSERT INTO reconciliation_deposit
       (tenant, id, customer_id, currency, amount_minor, unallocated_minor, received_on)
     SELECT tenant, replace(customer_id, 'CUST', 'DEP'), customer_id, currency,
       sum(total_minor), sum(total_minor), date '2026-12-31'
     FROM reconciliation_invoice WHERE tenant = $1
     GROUP BY tenant, customer_id, currency
     ON CONFLICT DO NOTHING`,
    [tenant],
  )
}
