import pg from 'pg'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
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

test('the driver puts no function of its own on a query, which would keep what it sees', async () => {
  type Query = (this: pg.Client, ...given: unknown[]) => unknown
  const { query: original } = pg.Client.prototype as unknown as { query: Query }
  const callbacks: unknown[][] = []
  const spied = vi.spyOn(pg.Client.prototype, 'query').mockImplementation(function spy(
    this: pg.Client,
    ...given: unknown[]
  ) {
    const [query] = given as [{ readonly callback?: unknown }]
    const before = query.callback
    const returned = original.apply(this, given)
    callbacks.push([before, query.callback])
    return returned
  })
  try {
    const { database } = scratch
    await database.query('select 1')
    await database.queryArrays({ name: 'plain', text: 'select $1::text' }, ['x'])
    const column = textColumn(['x'], (value) => value)
    await database.queryArrays({ name: 'bound', text: 'select $1::text[]' }, [column])
    await database.transaction(async (inside) => inside.query('select 1'))
  } finally {
    spied.mockRestore()
  }
  expect(callbacks.length).toBe(6)
  for (const [before, after] of callbacks) {
    expect(before).toBeTypeOf('function')
    expect(after).toBe(before)
  }
})
