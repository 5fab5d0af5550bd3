import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { topicHoldsPayments } from '../../perf/oracles/topic.ts'
import { allViolatedInvariants } from '../../system/testing/invariants.ts'
import { SystemUnderTest, testToken } from '../../system/testing/system-process.ts'

/**
 * As many payments as any setting allows are written by one commit: brokers take what is told of
 * them all the same.
 */
const largestBatch = 10_000
const bulkMost = 1_000
/** Nobody's velocity is a reason to look. */
const debtors = 100
const patient = {
  PAYMENT_BATCH_MAX: String(largestBatch),
  PAYMENT_BATCH_INTERVAL_MS: '1000',
  PAYMENT_QUEUE_MAX: String(2 * largestBatch),
  PAYMENT_AGE_TARGET_MS: '60000',
  PAYMENT_AGE_MAX_MS: '60000',
  PAYMENT_WAIT_MAX_MS: '60000',
  STATEMENT_TIMEOUT_MS: '60000',
}

let system: SystemUnderTest

beforeAll(async () => {
  system = await new SystemUnderTest(patient, inject('services')).prepare()
  await system.start()
  await system.ready()
})
afterAll(async () => {
  await system?.[Symbol.asyncDispose]()
})

const account = (number: number): string => `ACC-${String(number).padStart(6, '0')}`

async function payBulk(first: number): Promise<number> {
  const payments = Array.from({ length: bulkMost }, (_, index) => ({
    idempotencyKey: `batch-${first + index}`,
    debtorAccount: account(1 + (index % debtors)),
    creditorAccount: account(201 + (index % debtors)),
    amountMinor: 1,
    currency: 'USD',
  }))
  const { json } = await system.request('/api/v1/payments/bulk', {
    body: { mode: 'each', payments },
  })
  return Number(json['accepted'])
}

test('every event of the largest batch there can be reaches Kafka once', async () => {
  // The batch after the first one waits for its interval, and gathers meanwhile.
  await payBulk(0)
  const firsts = Array.from({ length: largestBatch / bulkMost }, (_, n) => (n + 1) * bulkMost)
  const answers = await Promise.all(firsts.map(payBulk))
  expect(answers).toEqual(firsts.map(() => bulkMost))
  await system.quiescent()
  const [largest] = await system.rows<{ events: number; rows: number; bytes: number }>(
    `select sum(n)::integer as events, count(*)::integer as rows,
       max(octet_length(payload)) as bytes
     from outbox group by created_at order by events desc limit 1`,
  )
  expect(largest?.events).toBe(largestBatch)
  expect(largest?.bytes).toBeLessThanOrEqual(512 * 1024)
  const told = await topicHoldsPayments({
    baseUrl: system.baseUrl,
    token: testToken,
    databaseUrl: system.databaseUrl,
    kafkaBrokers: inject('services').kafkaBrokers,
    namespace: system.namespace,
    quiesce: async () => system.quiescent(),
  })
  expect(told).toMatchObject({ violations: 0, sample: [] })
  expect(await allViolatedInvariants(system, {})).toEqual([])
  const { json } = await system.request('/api/v1/metrics/realtime')
  expect(json['settled_today']).toBe(largestBatch + bulkMost)
})
