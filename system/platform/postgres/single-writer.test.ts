import { expect, test } from 'vitest'
import type { Database, Reserved } from './database.ts'
import { SingleWriter } from './single-writer.ts'

/** A database whose connections can be counted: those taken and not given back. */
function prepared() {
  const seen = { open: 0, acquired: 0 }
  const gate = Promise.withResolvers<void>()
  const database = {
    async reserve(): Promise<Reserved> {
      await gate.promise
      seen.open += 1
      return {
        query: async () => [{ locked: true }],
        release: () => (seen.open -= 1),
      } as unknown as Reserved
    },
  }
  const acquired = () => void (seen.acquired += 1)
  const writer = new SingleWriter(database as unknown as Database, 'lane', acquired)
  return { writer, seen, gate }
}

test('becoming the writer is told each time, before there is a connection to write on', async () => {
  const { writer, seen, gate } = prepared()
  const connection = writer.connection().then(() => seen.acquired)
  expect(seen.acquired).toBe(0)
  gate.resolve()
  expect(await connection).toBe(1)
  await writer.connection()
  expect(seen.acquired).toBe(1)
  writer.lost()
  await writer.connection()
  expect(seen.acquired).toBe(2)
})

test('a lost connection is given back, and the next call opens another', async () => {
  const { writer, seen, gate } = prepared()
  gate.resolve()
  await writer.connection()
  writer.lost()
  expect(seen.open).toBe(0)
  await writer.connection()
  expect(seen.open).toBe(1)
})

test('a closed writer opens no connection any more, and keeps none', async () => {
  const { writer, seen, gate } = prepared()
  gate.resolve()
  await writer.connection()
  writer.close()
  expect(seen.open).toBe(0)
  await expect(writer.connection()).rejects.toMatchObject({ code: 'postgres-unavailable' })
  expect(seen.open).toBe(0)
})

test('a connection that was being opened while the writer was closed is given back', async () => {
  const { writer, seen, gate } = prepared()
  const opening = writer.connection()
  writer.close()
  gate.resolve()
  await expect(opening).rejects.toMatchObject({ code: 'postgres-unavailable' })
  expect(seen.open).toBe(0)
})
