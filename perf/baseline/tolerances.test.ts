import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readBaselines } from './store.ts'
import { readTolerances } from './tolerances.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-tolerances-'))
  mkdirSync(join(folder, 'local-2cpu'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const record = {
  schema: 'plumbline/tolerances@1',
  lane: 'local-2cpu',
  measuredAt: '2026-01-01T00:00:00Z',
  scenarios: { payments: { 'memory.allocated': { comparisons: 24, largest: 0.004 } } },
}
const write = (text: string) => writeFileSync(join(folder, 'local-2cpu', 'tolerances.json'), text)
const read = () => readTolerances(folder, 'local-2cpu')

test('a lane without a record has none', () => {
  expect(read()).toBeUndefined()
})

test('a record is read as it was written, and is no baseline of a scenario', () => {
  write(JSON.stringify(record))
  expect(read()).toEqual(record)
  expect(readBaselines(folder, 'local-2cpu').own.size).toBe(0)
})

test.each([
  ['another lane', JSON.stringify({ ...record, lane: 'other' }), /is of lane "other", expected/],
  [
    'another schema',
    JSON.stringify({ ...record, schema: 'plumbline/tolerances@9' }),
    /is of schema plumbline\/tolerances@9, expected plumbline\/tolerances@1/,
  ],
  ['a truncated file', JSON.stringify(record).slice(0, 80), /is not JSON/],
  [
    'a negative tolerance',
    JSON.stringify(record).replace('0.004', '-1'),
    /is not a valid record of counter tolerances/,
  ],
])('%s is refused, and says so', (_, text, message) => {
  write(text)
  expect(read).toThrow(message)
})
