import { afterAll, beforeAll, expect, test } from 'vitest'
import { createScratchDatabase } from '../../testing/scratch-database.ts'
import type { ScratchDatabase } from '../../testing/scratch-database.ts'

let scratch: ScratchDatabase
beforeAll(async () => {
  scratch = await createScratchDatabase()
})
afterAll(async () => scratch[Symbol.asyncDispose]())

test('a day that has a row in the default partition is made, and takes it along', async () => {
  const { database } = scratch
  await database.query(
    `insert into audit_log (at, tenant, actor, action, subject)
     values ('2026-01-20T12:00:00Z', 'bank', 'api', 'strayed', '1'),
       ('2026-01-21T12:00:00Z', 'bank', 'api', 'strayed', '2')`,
  )
  await database.query(`select audit_add_days('2026-01-20', '2026-01-20')`)
  const rows = await database.query(
    `select tableoid::regclass::text as partition, subject, details from audit_log
     where action = 'strayed' order by at`,
  )
  expect(rows).toEqual([
    { partition: 'audit_log_20260120', subject: '1', details: {} },
    { partition: 'audit_log_default', subject: '2', details: {} },
  ])
  await database.query(`delete from audit_log where action = 'strayed'`)
  await database.query(
    `insert into audit_log (at, tenant, actor, action, subject)
     values ('2026-01-20T13:00:00Z', 'bank', 'api', 'told', '3')`,
  )
})
