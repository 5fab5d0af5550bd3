import { expect, test } from 'vitest'
import { type CounterReading, countersBetween } from './counter-readings.ts'

const readingOf = (io: CounterReading['io']): CounterReading => ({
  statements: [],
  redis: new Map(),
  kafka: { messages: new Map(), bytes: new Map() },
  io,
  process: { httpCalls: {}, responseBytes: {} },
})

const idsBetween = (before: CounterReading['io'], after: CounterReading['io']) =>
  Object.keys(countersBetween(readingOf(before), readingOf(after), 10))

test('calls of read and write are counted between two readings', () => {
  const between = countersBetween(
    readingOf({ reads: 100, writes: 40 }),
    readingOf({ reads: 150, writes: 60 }),
    10,
  )
  expect(between['io.reads/system']?.value).toBe(5)
  expect(between['io.writes/system']?.value).toBe(2)
})

test('a reading that the system refused makes no counter, not a count of zero or below', () => {
  const known = { reads: 100, writes: 40 }
  expect(idsBetween(known, undefined)).toEqual([])
  expect(idsBetween(undefined, known)).toEqual([])
})
