import { expect, test } from 'vitest'
import type { Database, Reserved } from './database.ts'
import { SingleWriter } from './single-writer.ts'

/** A database whose connections can be counted: those taken and not given back. */
function prepared() {
  const seen = { open: 0 }
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
  return { writer: new SingleWriter(database as unknown as Database, 'lane'), seen, gate }
}

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
