import { expect, test } from 'vitest'
import { createUuidV7 } from './uuid.ts'

const now = Date.UTC(2026, 0, 2)

test('an id is a UUIDv7 of its time', () => {
  const id = createUuidV7()(now)
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16)).toBe(now)
})

test('ids rise strictly, also within a millisecond, beyond its counter, and when the clock is corrected', () => {
  const next = createUuidV7()
  const ids = Array.from({ length: 10_000 }, (_, index) => next(now - (index % 3)))
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids.toSorted()).toEqual(ids)
})

test('when the clock was far ahead and is back, ids are of the time that it shows', () => {
  const next = createUuidV7()
  const ahead = next(now + 86_400_000)
  const back = [next(now), next(now - 1)]
  expect(back.map((id) => id.slice(0, 13))).toEqual(Array(2).fill('019b7c01-0400'))
  expect((back[0] ?? '') < (back[1] ?? '') && (back[1] ?? '') < ahead).toBe(true)
})
