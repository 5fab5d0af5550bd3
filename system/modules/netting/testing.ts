import { expect } from 'vitest'
import { violatedInvariants } from '../../testing/invariants.ts'
import type { SystemUnderTest } from '../../testing/system-process.ts'
import type { Cycle } from './schemas.ts'
import type { PlainPayment } from './netting-oracle.ts'

/** Whoever can be asked for rows. */
interface Rows {
  rows<Row extends object>(sql: string, values?: unknown[]): Promise<Row[]>
}

/**
 * Settled payments without entries, between accounts ACC-000001 to ACC-000400 of all four banks: a
 * pure function of their numbers, and as many as a test of netting needs within a second.
 */
export async function generatePayments(on: Rows, first: number, last: number): Promise<void> {
  await on.rows(
    `insert into payment (tenant, id, idempotency_key, debtor_id, creditor_id, amount_minor, currency,
       creditor_currency, status, created_at)
     select 'interbank', ('01900000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'generated-' || n,
       debtor.id, creditor.id, 1000 + hashint8(n) % 500 + 500, 'USD', 'USD', 'settled', now()
     from generate_series($1::bigint, $2::bigint) as n
     join account as debtor on debtor.tenant = 'interbank'
       and debtor.number = 'ACC-' || lpad((1 + n % 400)::text, 6, '0')
     join account as creditor on creditor.tenant = 'interbank'
       and creditor.number = 'ACC-' || lpad((1 + (n + 1 + n % 399) % 400)::text, 6, '0')`,
    [first, last],
  )
}

/** All settled payments of customers, as the oracle takes them. */
export async function plainPayments(on: Rows): Promise<readonly PlainPayment[]> {
  return (
    await on.rows<{ debtor: string; creditor: string; currency: string; amount: string }>(
      `select debtor.bank as debtor, creditor.bank as creditor,
         coalesce(payment.creditor_currency, payment.currency) as currency,
         coalesce(payment.credited_minor, payment.amount_minor) as amount
       from payment join account as debtor on debtor.id = payment.debtor_id
       join account as creditor on creditor.id = payment.creditor_id
       where payment.status = 'settled' and payment.kind = 'payment'`,
    )
  ).map((row) => ({
    debtorBank: row.debtor,
    creditorBank: row.creditor,
    currency: row.currency,
    amountMinor: Number(row.amount),
  }))
}

/** ACC-000001 is kept by Leumi, ACC-000002 by Habib, ACC-000003 by the State Bank of India. */
export async function pay(
  system: SystemUnderTest,
  key: string,
  from: number,
  to: number,
  minor: number,
): Promise<string> {
  const [debtorAccount, creditorAccount] = [`ACC-00000${from}`, `ACC-00000${to}`]
  const order = { debtorAccount, creditorAccount, amountMinor: minor, currency: 'USD' }
  const { status, json } = await system.pay(key, order)
  expect(status).toBe(201)
  return String(json['id'])
}

export async function close(system: SystemUnderTest, mode = 'multilateral'): Promise<Cycle> {
  const answer = await system.request('/api/v1/netting/cycles', { body: { mode } })
  expect({ status: answer.status, text: answer.text }).toMatchObject({ status: 201 })
  return answer.json as unknown as Cycle
}

export async function read<Body>(system: SystemUnderTest, path: string): Promise<Body> {
  const answer = await system.request(`/api/v1/netting/${path}`)
  expect(answer.status).toBe(200)
  return answer.json as unknown as Body
}

export async function expectAllRight(system: SystemUnderTest): Promise<void> {
  await system.quiescent()
  expect(await violatedInvariants(system, 'netting')).toEqual([])
}
