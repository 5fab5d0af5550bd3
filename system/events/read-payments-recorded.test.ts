import { expect, test } from 'vitest'
import { readPaymentsRecorded } from './read-payments-recorded.ts'

const message = { key: 'interbank', partition: 2, offset: 7n }
const batch = { outboxId: 1, epoch: 'e', at: '2026-01-07T09:00:00.000Z', events: [] }

test('a message is its batch, of the tenant that is its key', () => {
  const value = JSON.stringify(batch)
  expect(readPaymentsRecorded({ ...message, value })).toEqual({ ...batch, tenant: 'interbank' })
})

test('what is no event of the topic is refused with where it stands', () => {
  const value = JSON.stringify({ ...batch, outboxId: 'one' })
  expect(() => readPaymentsRecorded({ ...message, value })).toThrow(
    'message at partition 2, offset 7 is no event of payments.recorded, expected one',
  )
})
