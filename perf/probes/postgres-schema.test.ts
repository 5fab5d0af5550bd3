import { expect, test } from 'vitest'
import { type SchemaObject, schemaChanges } from './postgres-schema.ts'

const index = (name: string, definition: string): SchemaObject => ({
  kind: 'index',
  table: 'payment',
  name,
  definition,
})

test('what is gone, new or otherwise is a change; what is equal is none', () => {
  const base = [index('a', 'on (id)'), index('b', 'on (x)'), index('c', 'on (y)')]
  const head = [index('a', 'on (id)'), index('c', 'on (y, z)'), index('d', 'on (q)')]
  expect(schemaChanges(base, head)).toEqual([
    { kind: 'index', table: 'payment', name: 'b', base: 'on (x)', head: null },
    { kind: 'index', table: 'payment', name: 'c', base: 'on (y)', head: 'on (y, z)' },
    { kind: 'index', table: 'payment', name: 'd', base: null, head: 'on (q)' },
  ])
  expect(schemaChanges(base, base)).toEqual([])
})

test('a column and an index of one name are two things', () => {
  const column: SchemaObject = { kind: 'column', table: 'payment', name: 'a', definition: 'text' }
  expect(schemaChanges([index('a', 'on (id)')], [column])).toHaveLength(2)
})
