import { performance } from 'node:perf_hooks'
import { expect, onTestFinished, test, vi } from 'vitest'
import { parseConfig } from '../../config.ts'
import { accountUnknown } from './errors.ts'
import { anOrder } from './fixtures.ts'
import type { PaymentMetrics, PaymentOutcome } from './metrics.ts'
import { makePayment } from './payment-row.ts'
import type { PaymentKind, PaymentOrder } from './schemas.ts'
import { PaymentService } from './service.ts'
import type { PaymentServiceOptions } from './service.ts'
import type { PendingOrder, Settlement } from './settlement.ts'
import type { PaymentStore } from './store.ts'

/** A settlement that knows ACC-1 and ACC-2, and remembers what it was asked to settle. */
function setUp(options: Partial<PaymentServiceOptions> = {}) {
  const settled: PaymentOrder[] = []
  const counted: string[] = []
  const relay = { tooFarBehind: false }
  const settle = async (orders: readonly PendingOrder[]): Promise<void> => {
    for (const pending of orders) {
      const { order } = pending
      settled.push(order)
      if (order.debtorAccount === 'ACC-1') {
        const createdAt = '2026-01-01T00:00:00.000Z'
        const id = `id-${settled.length}`
        const status = order.reference === 'held' ? 'in-review' : 'settled'
        pending.recorded(makePayment({ id, order, rejection: undefined, createdAt, status }), false)
      } else {
        pending.failed(accountUnknown(order.debtorAccount))
      }
    }
  }
  const service = new PaymentService({
    settlement: { settle } as unknown as Settlement,
    store: {} as PaymentStore,
    metrics: {
      count: (kind: PaymentKind, outcome: PaymentOutcome) => counted.push(`${kind} ${outcome}`),
      timeBatch: (_size: number, work: Promise<void>) => work,
    } as unknown as PaymentMetrics,
    batchIntervalMs: 1,
    batchIntervalBusyMs: 1,
    batchMax: 10,
    queueMax: 10,
    admission: { targetMs: 1_000, toleranceMs: 1_000, limitMs: 1_000 },
    longestWaitMs: 1_000,
    relay,
    ...options,
  })
  return { service, settled, counted, relay }
}

const unknown = anOrder({ debtorAccount: 'ACC-9' })

test('an order that waits for another with its key is not told what was wrong with that one', async () => {
  const { service, settled } = setUp()
  const first = service.pay('bank', 'key', unknown)
  const second = service.pay('bank', 'key', anOrder())
  await expect(first).rejects.toThrow('ACC-9')
  await expect(second).resolves.toMatchObject({ replayed: false })
  expect(settled).toEqual([unknown, anOrder()])
})

test('the same order that waits for itself shares its refusal, and is tried once', async () => {
  const { service, settled } = setUp()
  const both = [service.pay('bank', 'key', unknown), service.pay('bank', 'key', unknown)]
  for (const one of both) {
    await expect(one).rejects.toThrow('ACC-9')
  }
  expect(settled).toEqual([unknown])
})

test('the same order that waits for itself is answered as a replay', async () => {
  const { service, settled } = setUp()
  const [first, second] = await Promise.all([
    service.pay('bank', 'key', anOrder()),
    service.pay('bank', 'key', anOrder()),
  ])
  expect(second).toEqual({ ...first, replayed: true })
  expect(settled).toHaveLength(1)
})

test('another order that waits for one which is settled may not use its key', async () => {
  const { service } = setUp()
  const first = service.pay('bank', 'key', anOrder())
  const second = service.pay('bank', 'key', anOrder({ amountMinor: 7 }))
  await first
  await expect(second).rejects.toMatchObject({ code: 'idempotency-key-reused' })
})

test('a payment that is held is looked up for each replay: memory does not know what became of it', async () => {
  const { service, settled } = setUp()
  const held = anOrder({ reference: 'held' })
  await service.pay('bank', 'key', held)
  await service.pay('bank', 'key', held)
  expect(settled).toEqual([held, held])
})

test('a payment that is settled stays so, and a replay of it is answered from memory', async () => {
  const { service, settled } = setUp()
  await service.pay('bank', 'key', anOrder())
  await expect(service.pay('bank', 'key', anOrder())).resolves.toMatchObject({ replayed: true })
  expect(settled).toEqual([anOrder()])
})

test('no order is taken while events are too far behind, and those before are answered', async () => {
  const { service, settled, relay } = setUp()
  const before = service.pay('bank', 'key', anOrder())
  relay.tooFarBehind = true
  await expect(service.pay('bank', 'other', anOrder())).rejects.toMatchObject({
    code: 'events-behind',
    retryAfterSeconds: 5,
  })
  expect(() => service.refuseWhenFull()).toThrow('not yet published')
  await expect(before).resolves.toMatchObject({ replayed: false })
  relay.tooFarBehind = false
  service.refuseWhenFull()
  expect(settled).toEqual([anOrder()])
})

test('what is counted of transfers is told from what customers were answered', async () => {
  const { service, counted, relay } = setUp()
  const transfer = { ...anOrder(), tenant: 'bank', key: 'netting-1', reason: 'netting cycle 1' }
  await service.pay('bank', 'key', anOrder())
  await Promise.all([service.transfer(transfer), service.transfer(transfer)])
  await service.transfer(transfer)
  relay.tooFarBehind = true
  await expect(service.transfer({ ...transfer, key: 'netting-2' })).rejects.toThrow(
    'not yet published',
  )
  await expect(service.pay('bank', 'other', anOrder())).rejects.toThrow('not yet published')
  expect(counted).toEqual([
    'payment settled',
    'transfer settled',
    'transfer replayed',
    'transfer replayed',
    'transfer shed',
    'payment shed',
  ])
})

/** The thread has no time left, and time passes as the test lets it. */
function useFullThread(): void {
  vi.useFakeTimers({ now: 0, toFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'Date'] })
  const used = { idle: 0, active: 1, utilization: 1 }
  vi.spyOn(performance, 'now').mockImplementation(() => Date.now())
  vi.spyOn(performance, 'eventLoopUtilization').mockReturnValue(used)
  onTestFinished(() => {
    vi.restoreAllMocks()
    vi.useRealTimers()
  })
}

test.for([3, 40])(
  'where the thread has no time left, PAYMENT_BATCH_INTERVAL_BUSY_MS of %d is between two batches',
  async (intervalMs) => {
    useFullThread()
    const { payments } = parseConfig({
      DATABASE_URL: 'postgres://localhost/unused',
      REDIS_URL: 'redis://localhost',
      KAFKA_BROKERS: 'localhost:9092',
      PAYMENT_BATCH_INTERVAL_MS: '2',
      PAYMENT_BATCH_INTERVAL_BUSY_MS: String(intervalMs),
    })
    const { service, settled } = setUp(payments)
    // Long enough for the pace to have seen how busy the thread is.
    await vi.advanceTimersByTimeAsync(1_000)
    void service.pay('bank', 'first', anOrder())
    await vi.advanceTimersByTimeAsync(0)
    void service.pay('bank', 'second', anOrder())
    await vi.advanceTimersByTimeAsync(intervalMs - 1)
    expect(settled).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(1)
    expect(settled).toHaveLength(2)
  },
)
