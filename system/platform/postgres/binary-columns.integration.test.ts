import { afterAll, beforeAll, expect, test } from 'vitest'
import { createScratchDatabase } from '../../testing/scratch-database.ts'
import type { ScratchDatabase } from '../../testing/scratch-database.ts'
import { int4Column, int8Column, textColumn, uuidColumn } from './binary-columns.ts'

let scratch: ScratchDatabase
beforeAll(async () => {
  scratch = await createScratchDatabase()
})
afterAll(async () => scratch[Symbol.asyncDispose]())

const itself = <Value>(value: Value): Value => value

const rowsOf = async (type: string, column: Buffer): Promise<readonly unknown[]> => {
  const text = `select value::text from unnest($1::${type}[]) as value`
  const rows = await scratch.database.query<{ value: string | null }>(text, [column])
  return rows.map(({ value }) => value)
}

test('Postgres reads what was written', async () => {
  const small = [0, 1, -1, 2 ** 31 - 1, -(2 ** 31)]
  expect(await rowsOf('integer', int4Column(small, itself))).toEqual(small.map(String))
  const large = [0, -1, 2 ** 31, 2 ** 32, -(2 ** 32) - 1, Number.MAX_SAFE_INTEGER]
  expect(await rowsOf('bigint', int8Column(large, itself))).toEqual(large.map(String))
  const ids = ['019b9789-7f80-7abc-8def-0123456789ab', 'ffffffff-ffff-ffff-ffff-ffffffffffff']
  expect(await rowsOf('uuid', uuidColumn(ids, itself))).toEqual(ids)
  const texts = ['', 'NULL', '"\\{,}', 'é', '\u{1f4b6}', 'ü'.repeat(1_000)]
  expect(await rowsOf('text', textColumn(texts, itself))).toEqual(texts)
})

test('NULLs and arrays without elements arrive as such', async () => {
  expect(await rowsOf('integer', int4Column([undefined, 7], itself))).toEqual([null, '7'])
  expect(await rowsOf('text', textColumn([undefined], itself))).toEqual([null])
  expect(await rowsOf('bigint', int8Column([], itself))).toEqual([])
})
