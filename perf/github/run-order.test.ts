import { expect, test } from 'vitest'
import { isOlderRun, parseRunMarker, runMarker } from './run-order.ts'

test('run, then attempt, decides which is older', () => {
  expect(isOlderRun({ id: 9, attempt: 5 }, { id: 10, attempt: 1 })).toBe(true)
  expect(isOlderRun({ id: 10, attempt: 1 }, { id: 10, attempt: 2 })).toBe(true)
  expect(isOlderRun({ id: 10, attempt: 2 }, { id: 10, attempt: 2 })).toBe(false)
})

test('what was written is read back, and what no run wrote is oldest', () => {
  expect(parseRunMarker(runMarker({ id: 17_654_321, attempt: 2 }))).toEqual({
    id: 17_654_321,
    attempt: 2,
  })
  for (const text of ['', '20261121-061502', '1e9.1', '99999999999999999999.1', '-1.1']) {
    expect(parseRunMarker(text)).toEqual({ id: 0, attempt: 0 })
  }
})
