import { expect, test } from 'vitest'
import { countsAgree, paymentsRecorded, serverCounts } from './counts.ts'

const text = `# TYPE payments_total counter
payments_total{kind="payment",outcome="settled"} 10
payments_total{kind="payment",outcome="replayed"} 2
payments_total{kind="payment",outcome="in-review"} 1
payments_total{kind="payment",outcome="rejected"} 5
payments_total{kind="payment",outcome="shed"} 7
payments_total{kind="transfer",outcome="settled"} 4
payments_total{kind="transfer",outcome="replayed"} 3
payments_total{kind="transfer",outcome="shed"} 24
`

test("the system counts what it acknowledged and sent away; its own transfers are nobody's", () => {
  expect(serverCounts(text)).toEqual({ acknowledged: 13, shed: 7 })
})

test('what is asked for again is recorded once, and the topic tells of transfers, too', () => {
  expect(paymentsRecorded(text)).toBe(15)
})

const before = { acknowledged: 10, shed: 0 }
const client = { acknowledged: 100, shed: 5, unanswered: 0, unexpected: 0 }

test('equal counts are no violation, and unanswered requests may have been counted or not', () => {
  expect(countsAgree(client, before, { acknowledged: 110, shed: 5 }).violations).toBe(0)
  const some = { ...client, unanswered: 3 }
  expect(countsAgree(some, before, { acknowledged: 112, shed: 5 }).violations).toBe(0)
})

test('a rejected order that came again may be counted as a replay', () => {
  const some = { ...client, unexpected: 2 }
  expect(countsAgree(some, before, { acknowledged: 112, shed: 5 }).violations).toBe(0)
  expect(countsAgree(some, before, { acknowledged: 113, shed: 5 }).violations).toBe(1)
})

test('who is refused at the door is not refused by the payments', () => {
  expect(countsAgree(client, before, { acknowledged: 110, shed: 2 }).violations).toBe(0)
})

test.each([
  ['a payment that nobody heard of', { acknowledged: 111, shed: 5 }],
  ['an acknowledgement that was not counted', { acknowledged: 109, shed: 5 }],
  ['a refusal that nobody heard of', { acknowledged: 110, shed: 6 }],
])('%s is one', (_what, after) => {
  expect(countsAgree(client, before, after).violations).toBe(1)
})
