import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createScratchDatabase } from '../../testing/scratch-database.ts'
import type { ScratchDatabase } from '../../testing/scratch-database.ts'
import type { Queryable } from '../../platform/postgres/database.ts'
import { allocateFifo } from './allocation-oracle.ts'
import type { OpenInvoice } from './allocation-oracle.ts'
import { settle } from './settle.ts'

let scratch: ScratchDatabase

beforeAll(async () => {
  scratch = await createScratchDatabase()
})
afterAll(async () => scratch[Symbol.asyncDispose]())

/** Deterministic for a seed: mulberry32. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below)
  }
}

interface Case {
  readonly deposit: bigint
  readonly invoices: readonly OpenInvoice[]
}

/** Few due dates, so that ids decide often; deposits below, at, above and far from the sum. */
function makeCase(seed: number): Case {
  const random = randomFrom(seed)
  const largest = [3, 1_000, 2 ** 40][random(3)] ?? 1
  const ids = ['a', 'B', '10', '9', 'Z', 'z-1', 'z_1', 'z.1']
  const invoices = Array.from({ length: 1 + random(30) }, (_, index) => ({
    id: `${ids[random(ids.length)]}${index}`,
    dueOn: `2026-0${1 + random(3)}-0${1 + random(3)}`,
    outstandingMinor: BigInt(1 + random(largest)),
  }))
  const sum = invoices.reduce((total, invoice) => total + invoice.outstandingMinor, 0n)
  const deposits = [
    sum,
    sum + 1n,
    sum - 1n,
    sum / 2n,
    sum * 2n,
    BigInt(1 + random(Number(sum))),
    1n,
  ]
  const deposit = deposits[random(deposits.length)] ?? 1n
  return { deposit: deposit > 0n ? deposit : 1n, invoices }
}

class RolledBack extends Error {}

async function insertCase(transaction: Queryable, { deposit, invoices }: Case): Promise<void> {
  await transaction.query(
    `INSERT INTO reconciliation_deposit
       (tenant, id, customer_id, currency, amount_minor, unallocated_minor, received_on)
     VALUES ('t', 'D', 'C', 'EUR', $1::bigint, $1::bigint, date '2026-01-01')`,
    [deposit],
  )
  await transaction.query(
    `INSERT INTO reconciliation_invoice
       (tenant, id, customer_id, currency, total_minor, outstanding_minor, due_on)
     SELECT 't', id, 'C', 'EUR', minor, minor, due
     FROM unnest($1::text[], $2::bigint[], $3::date[]) AS invoice (id, minor, due)`,
    [
      invoices.map(({ id }) => id),
      invoices.map(({ outstandingMinor }) => outstandingMinor),
      invoices.map(({ dueOn }) => dueOn),
    ],
  )
}

/** What the database made of the case; nothing of it stays. */
async function settleInDatabase(example: Case, batchSize: number) {
  const reconciliationId = randomUUID()
  let seen: { entries: unknown; left: unknown; outstanding: unknown } | undefined
  const work = scratch.database.transaction(async (transaction) => {
    await insertCase(transaction, example)
    const invoiceIds = example.invoices.map(({ id }) => id)
    const settlement = { reconciliationId, tenant: 't', depositId: 'D', invoiceIds }
    await settle(transaction, settlement, { batchSize, onBatch: () => {} })
    const [entries, left, outstanding] = [
      await transaction.query(
        'SELECT invoice_id AS "invoiceId", amount_minor::text AS amount FROM reconciliation_entry ORDER BY id',
      ),
      await transaction.query(
        'SELECT unallocated_minor::text AS minor FROM reconciliation_deposit',
      ),
      await transaction.query(
        'SELECT sum(outstanding_minor)::text AS minor FROM reconciliation_invoice',
      ),
    ]
    seen = { entries, left, outstanding }
    throw new RolledBack()
  })
  await expect(work).rejects.toBeInstanceOf(RolledBack)
  return seen
}

describe('the allocation in the database', () => {
  it('is what plain integer arithmetic says, for 150 random cases', async () => {
    for (let seed = 1; seed <= 150; seed += 1) {
      const example = makeCase(seed)
      const expected = allocateFifo(example.deposit, example.invoices)
      const paid = expected.reduce((sum, { amountMinor }) => sum + amountMinor, 0n)
      const owed = example.invoices.reduce((sum, invoice) => sum + invoice.outstandingMinor, 0n)
      const actual = await settleInDatabase(example, 1 + (seed % 7))
      expect(actual, `seed ${seed}`).toEqual({
        entries: expected.map(({ invoiceId, amountMinor }) => ({
          invoiceId,
          amount: `${amountMinor}`,
        })),
        left: [{ minor: `${example.deposit - paid}` }],
        outstanding: [{ minor: `${owed - paid}` }],
      })
    }
  })
})

describe('the oracle itself', () => {
  const invoice = (id: string, dueOn: string, minor: bigint): OpenInvoice => ({
    id,
    dueOn,
    outstandingMinor: minor,
  })

  it('pays first what is due first, and equal dates by id', () => {
    const invoices = [
      invoice('b', '2026-02-01', 5n),
      invoice('c', '2026-01-01', 5n),
      invoice('a', '2026-02-01', 5n),
    ]
    expect(allocateFifo(12n, invoices)).toEqual([
      { invoiceId: 'c', amountMinor: 5n },
      { invoiceId: 'a', amountMinor: 5n },
      { invoiceId: 'b', amountMinor: 2n },
    ])
  })

  it('gives the rest nothing, not even an empty entry', () => {
    const invoices = [invoice('a', '2026-01-01', 5n), invoice('b', '2026-01-02', 5n)]
    expect(allocateFifo(5n, invoices)).toEqual([{ invoiceId: 'a', amountMinor: 5n }])
  })
})
