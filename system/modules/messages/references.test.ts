import { expect, test } from 'vitest'
import { senderReference, uetrOf } from './references.ts'

const id = (number: number) => `01900000-0000-7000-8000-${String(number).padStart(12, '0')}`

test('a payment has one reference, of sixteen letters and digits, and always the same', () => {
  expect(senderReference(id(1))).toMatch(/^[A-Z2-7]{16}$/)
  expect(senderReference(id(1))).toBe(senderReference(id(1)))
})

test('ten thousand payments have ten thousand references and ten thousand UETRs of version 4', () => {
  const ids = Array.from({ length: 10_000 }, (_, number) => id(number))
  expect(new Set(ids.map(senderReference)).size).toBe(10_000)
  const uetrs = new Set(ids.map(uetrOf))
  expect(uetrs.size).toBe(10_000)
  const version4 = /^[a-f0-9]{8}-[a-f0-9]{4}-4[a-f0-9]{3}-[89ab][a-f0-9]{3}-[a-f0-9]{12}$/
  expect([...uetrs].filter((uetr) => !version4.test(uetr))).toEqual([])
})
