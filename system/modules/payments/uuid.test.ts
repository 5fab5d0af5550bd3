import { expect, test } from 'vitest'
import { createUuidV7 } from './uuid.ts'

const now = Date.UTC(2026, 0, 2)

test('an id is a UUIDv7 of its time', () => {
  const id = createUuidV7()(now)
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16)).toBe(now)
})

test('ids rise strictly, also within a millisecond, beyond its counter, and when the clock goes back', () => {
  const next = createUuidV7()
  const ids = Array.from({ length: 10_000 }, (_, index) => next(now - (index % 3)))
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids.toSorted()).toEqual(ids)
})
