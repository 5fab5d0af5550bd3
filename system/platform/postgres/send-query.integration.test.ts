import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createScratchDatabase } from '../../testing/scratch-database.ts'
import type { ScratchDatabase } from '../../testing/scratch-database.ts'
import { textColumn } from './binary-columns.ts'
import { sendQuery } from './send-query.ts'
import type { SentQuery } from './send-query.ts'

let scratch: ScratchDatabase
beforeAll(async () => {
  scratch = await createScratchDatabase()
})
afterAll(async () => scratch[Symbol.asyncDispose]())

const amplyMs = 30_000

const query = (text: string, values: readonly unknown[] = []): SentQuery => ({
  statement: text,
  values,
  rowsAs: 'objects',
})

test('a connection that does not answer in time is given up, and the pool opens another', async () => {
  const pool = new pg.Pool({ connectionString: scratch.url, max: 1 })
  try {
    const client = await pool.connect()
    await expect(sendQuery(client, query('select pg_sleep(20)'), 100)).rejects.toMatchObject({
      name: 'DependencyUnavailable',
      cause: { message: 'no answer after 100 ms' },
    })
    client.release(true)
    const next = await pool.connect()
    const rows = await sendQuery(next, query('select 1 as one'), amplyMs)
    expect(rows).toEqual([{ one: 1 }])
    next.release()
  } finally {
    await pool.end()
  }
})

test('what is wrong with a statement is told with the way to whoever sent it', async () => {
  const asking = async (): Promise<void> => {
    await scratch.database.query('select nothing_of_the_kind')
  }
  const error = await asking().catch((caught: unknown) => caught)
  expect(error).toBeInstanceOf(pg.DatabaseError)
  expect(error).toMatchObject({ code: '42703', stack: expect.stringContaining('asking') })
})

test('a value that cannot be written does no harm to the next of the same statement', async () => {
  const statement = { name: 'written', text: 'select $1::text as value' }
  const refusing = {
    toPostgres() {
      throw new TypeError('no such value')
    },
  }
  await expect(scratch.database.query(statement, [refusing])).rejects.toThrow('no such value')
  const sent = Array.from({ length: 10 }, async () => scratch.database.query(statement, ['good']))
  expect(await Promise.all(sent)).toEqual(Array.from({ length: 10 }, () => [{ value: 'good' }]))
})

/** Whole collections are not what these wait for: under load there are few of them, and long. */
const collectYoung = (): void => {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as (options: { type: 'minor' }) => void
  // What survives one of them is young for one more.
  for (let round = 0; round < 3; round += 1) collect({ type: 'minor' })
}

const megabyte = 2 ** 20

test.each([
  {
    kind: 'plain values',
    text: 'select $1::text',
    valueOf: (held: object) => ({ toPostgres: () => String(Object.keys(held).length) }),
  },
  {
    kind: 'columns',
    text: 'select $1::text[]',
    valueOf: (held: object) => textColumn([held], () => 'x'),
  },
])('a statement of $kind that was answered is gone with what it held', async (row) => {
  const { kind, text, valueOf } = row
  const send = async (): Promise<void> => {
    const held = Object.fromEntries(
      Array.from({ length: 10_000 }, (_, place) => [`k${place}`, { place }]),
    )
    await scratch.database.queryArrays({ name: `held ${kind}`, text }, [valueOf(held)])
  }
  await send()
  collectYoung()
  const before = process.memoryUsage().heapUsed
  for (let round = 0; round < 60; round += 1) await send()
  collectYoung()
  const heldMegabytes = (process.memoryUsage().heapUsed - before) / megabyte
  expect(heldMegabytes).toBeLessThan(10)
})
