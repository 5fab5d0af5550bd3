import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createScratchDatabase } from '../../testing/scratch-database.ts'
import type { ScratchDatabase } from '../../testing/scratch-database.ts'
import { seedReconciliation } from './seed.ts'
import { moneyHash, violations } from './testing.ts'

let first: ScratchDatabase
let second: ScratchDatabase

beforeAll(async () => {
  ;[first, second] = await Promise.all([createScratchDatabase(), createScratchDatabase()])
  await Promise.all([seedReconciliation(first.database), seedReconciliation(second.database)])
})
afterAll(async () => {
  await first[Symbol.asyncDispose]()
  await second[Symbol.asyncDispose]()
})

describe('the seed', () => {
  it('is the same to the byte in every database, and unchanged by a second run', async () => {
    const hash = await moneyHash(first.database)
    expect(await moneyHash(second.database)).toBe(hash)
    await seedReconciliation(first.database)
    expect(await moneyHash(first.database)).toBe(hash)
  })

  it('gives 40 customers 1,000 open invoices each and one deposit that covers them exactly', async () => {
    const customers = await first.database.query(`
      SELECT deposit.id, count(*) AS invoices,
        sum(total_minor) = amount_minor AND sum(outstanding_minor) = unallocated_minor AS covered
      FROM reconciliation_deposit AS deposit
      JOIN reconciliation_invoice AS invoice USING (tenant, customer_id, currency)
      WHERE tenant = 'interbank' AND deposit.status = 'open' AND invoice.status = 'open'
      GROUP BY deposit.id, amount_minor, unallocated_minor ORDER BY deposit.id`)
    expect(customers).toEqual(
      Array.from({ length: 40 }, (_, index) => ({
        id: `DEP-${String(index + 1).padStart(4, '0')}`,
        invoices: 1_000,
        covered: true,
      })),
    )
    const [edge] = await first.database.query(
      `SELECT min(id) AS first, max(id) AS last FROM reconciliation_invoice`,
    )
    expect(edge).toEqual({ first: 'INV-0001-0001', last: 'INV-0040-1000' })
    expect(await violations(first.database)).toEqual([])
  })
})
