import { expect, test } from 'vitest'
import { int4Column } from './binary-columns.ts'
import { BoundQuery } from './bound-query.ts'

/** What the driver's query is given of its connection, and what was sent over it. */
const connectionThatRecords = () => {
  const sent: string[] = []
  const record = (message: string) => () => void sent.push(message)
  return {
    sent,
    connection: {
      parsedStatements: {},
      submittedNamedStatements: {},
      stream: {},
      _send: (bytes: Buffer) => void sent.push(bytes.toString('latin1', 0, 1)),
      bind: record('bind of the driver'),
      parse: record('parse'),
      describe: record('describe'),
      execute: record('execute'),
      sync: record('sync'),
      close: record('close'),
    },
  }
}

const queryOf = (of: () => number): BoundQuery => {
  const statement = { name: 'n', text: 'select $1', values: [int4Column([1], of)] }
  return new BoundQuery(statement, () => undefined)
}

const submit = (query: BoundQuery, connection: object): unknown =>
  (query.submit as (to: object) => unknown)(connection)

test('nothing is sent of a statement whose values cannot be written', () => {
  const { connection, sent } = connectionThatRecords()
  const error = new RangeError('no such value')
  const refused = queryOf(() => {
    throw error
  })
  expect(submit(refused, connection)).toBe(error)
  expect(sent).toEqual([])
  expect(connection).toMatchObject({ parsedStatements: {}, submittedNamedStatements: {} })

  expect(
    submit(
      queryOf(() => 1),
      connection,
    ),
  ).toBeNull()
  expect(sent).toEqual(['parse', 'B', 'describe', 'execute', 'sync'])
})
