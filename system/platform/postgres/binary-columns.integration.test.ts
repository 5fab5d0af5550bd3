import { afterAll, beforeAll, expect, test } from 'vitest'
import { createScratchDatabase } from '../../testing/scratch-database.ts'
import type { ScratchDatabase } from '../../testing/scratch-database.ts'
import type { BinaryParameter } from './bind-message.ts'
import { int4Column, int8Column, textColumn, uuidColumn } from './binary-columns.ts'

let scratch: ScratchDatabase
beforeAll(async () => {
  scratch = await createScratchDatabase()
})
afterAll(async () => scratch[Symbol.asyncDispose]())

const itself = <Value>(value: Value): Value => value

const rowsOf = async (type: string, column: BinaryParameter): Promise<readonly unknown[]> => {
  const text = `select value::text from unnest($1::${type}[]) as value`
  const statement = { name: `columns.${type}`, text }
  const rows = await scratch.database.queryArrays<[string | null]>(statement, [column])
  return rows.map(([value]) => value)
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

test('a statement that fails says why, and the connection serves the next one', async () => {
  const statement = {
    name: 'columns.divide',
    text: 'select 1 / value from unnest($1::integer[]) as value',
  }
  const division = (value: number) =>
    scratch.database.queryArrays<[number]>(statement, [int4Column([value], itself)])
  await expect(division(0)).rejects.toMatchObject({ code: '22012' })
  expect(await division(1)).toEqual([[1]])
})

test('a statement whose values cannot be written leaves the connection as it was', async () => {
  const statement = { name: 'columns.echo', text: 'select unnest($1::integer[])' }
  const reserved = await scratch.database.reserve()
  const echo = (of: (value: number) => number) =>
    reserved.queryArrays<[number]>(statement, [int4Column([7], of)])
  const fails = () => {
    throw new RangeError('no such value')
  }
  try {
    await expect(echo(fails)).rejects.toThrow('no such value')
    expect(await echo(itself)).toEqual([[7]])
    await expect(echo(fails)).rejects.toThrow('no such value')
    expect(await echo(itself)).toEqual([[7]])
  } finally {
    reserved.release()
  }
})

test('text and nothing may stand beside columns, and a message may outgrow its buffer', async () => {
  const statement = {
    name: 'columns.beside',
    text: 'select $1::text, $2::integer, $3::text, sum(length(value)) from unnest($4::text[]) as value',
  }
  const long = Array.from({ length: 50 }, () => 'é'.repeat(10_000))
  const rows = await scratch.database.queryArrays(statement, [
    'a',
    7,
    undefined,
    textColumn(long, itself),
  ])
  expect(rows).toEqual([['a', 7, null, 500_000]])
})
