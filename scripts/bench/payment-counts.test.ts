import { expect, it } from 'vitest'
import { countsBetween, countsOf } from './payment-counts.ts'

const scrape = (settled: number, replayed: number) => `# TYPE payments_total counter
payments_total{kind="payment",outcome="settled"} ${settled}
payments_total{kind="transfer",outcome="settled"} 20
payments_total{kind="payment",outcome="replayed"} ${replayed}
payments_total{kind="payment",outcome="rejected"} 3
payments_total{kind="payment",outcome="shed"} 0
payment_batch_size_bucket{le="1"} 1
payment_batch_size_sum 120
payment_batch_size_count 4
`

it('of a scrape are payments and transfers by what became of them', () => {
  expect(countsOf(scrape(100, 5))).toEqual({
    accepted: 125,
    rejected: 3,
    shed: 0,
    batches: 4,
    batched: 120,
  })
})

it('between two scrapes are what happened in between', () => {
  expect(countsBetween(countsOf(scrape(100, 5)), countsOf(scrape(180, 9)))).toEqual({
    accepted: 84,
    rejected: 0,
    shed: 0,
    batches: 0,
    batched: 0,
  })
})

it('that nothing has been counted of yet are zero', () => {
  expect(countsOf('')).toEqual({ accepted: 0, rejected: 0, shed: 0, batches: 0, batched: 0 })
})
