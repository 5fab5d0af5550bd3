import { afterAll, beforeAll, expect, test } from 'vitest'
import { paymentLane } from '../../events/payment-recorded.ts'
import { SingleWriter } from '../../platform/postgres/single-writer.ts'
import { createScratchDatabase } from '../../testing/scratch-database.ts'
import type { ScratchDatabase } from '../../testing/scratch-database.ts'
import { settleHeld } from './held-statements.ts'
import { findByKeys, recordBatch } from './statements.ts'

let scratch: ScratchDatabase
beforeAll(async () => {
  scratch = await createScratchDatabase()
  await scratch.database.query('vacuum (analyze) payment, account')
})
afterAll(async () => scratch[Symbol.asyncDispose]())

/**
 * A plan is made once and kept; the worst moment for it is when nothing is there yet, and what it
 * then reads as a whole grows to millions of rows.
 */
test.each([recordBatch, settleHeld, findByKeys])(
  'on the first day of a database the plan of $name already goes by index',
  async ({ text }) => {
    const writer = new SingleWriter(scratch.database, paymentLane)
    try {
      const connection = await writer.connection()
      const plan = await connection.queryArrays<[string]>(`explain (generic_plan) ${text}`)
      const lines = plan.map(([line]) => line)
      expect(lines.filter((line) => line.includes('Index Scan'))).not.toEqual([])
      expect(lines.filter((line) => line.includes('Seq Scan'))).toEqual([])
    } finally {
      writer.close()
    }
  },
)
