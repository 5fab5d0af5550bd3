import { Counter, Histogram } from 'prom-client'
import type { Registry } from 'prom-client'
import type { PaymentKind, PaymentStatus } from './schemas.ts'

export type PaymentOutcome = PaymentStatus | 'replayed' | 'shed'

export interface PaymentMetrics {
  count(kind: PaymentKind, outcome: PaymentOutcome): void
  /** A payment that was held has now this status. */
  countReleased(status: PaymentStatus): void
  timeBatch(size: number, work: Promise<void>): Promise<void>
}

export function createPaymentMetrics(registry: Registry): PaymentMetrics {
  // Counted by hand and handed over when asked: the counter costs more than the count.
  const counts = { payment: nothingCounted(), transfer: nothingCounted() }
  new Counter({
    name: 'payments_total',
    help: 'Payments of customers and transfers of the system by what became of them',
    labelNames: ['kind', 'outcome'] as const,
    registers: [registry],
    collect() {
      this.reset()
      for (const [kind, outcomes] of Object.entries(counts)) {
        for (const [outcome, count] of Object.entries(outcomes)) {
          this.inc({ kind, outcome }, count)
        }
      }
    },
  })
  const size = new Histogram({
    name: 'payment_batch_size',
    help: 'Orders in one batch',
    buckets: [1, 2, 5, 10, 20, 30, 50, 75, 100, 150, 200, 500, 1_000],
    registers: [registry],
  })
  const duration = new Histogram({
    name: 'payment_batch_duration_seconds',
    help: 'Time to decide and commit one batch',
    buckets: [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 5],
    registers: [registry],
  })
  const released = new Counter({
    name: 'payments_released_total',
    help: 'Payments that were held, by what became of them then',
    labelNames: ['status'] as const,
    registers: [registry],
  })
  return {
    countReleased(status) {
      released.inc({ status })
    },
    count(kind, outcome) {
      counts[kind][outcome] += 1
    },
    async timeBatch(items, work) {
      size.observe(items)
      const started = performance.now()
      await work
      duration.observe((performance.now() - started) / 1_000)
    },
  }
}

function nothingCounted(): Record<PaymentOutcome, number> {
  return { settled: 0, rejected: 0, queued: 0, 'in-review': 0, replayed: 0, shed: 0 }
}
