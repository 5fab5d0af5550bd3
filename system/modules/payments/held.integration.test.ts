import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { expectProblem } from '../../testing/expectations.ts'
import { violatedInvariants } from '../../testing/invariants.ts'
import { SystemUnderTest } from '../../testing/system-process.ts'
import type { Answer } from '../../testing/system-process.ts'

/** A Saturday: the banks of the Emirates open on Sunday at 08:00, which is 04:00 UTC. */
const closed = { CLOCK_STARTS_AT: '2026-01-10T15:00:00Z' }
const opening = '2026-01-11T04:00:00.000Z'
const shortlyBefore = { CLOCK_STARTS_AT: '2026-01-11T03:59:58Z' }

const order = {
  debtorAccount: 'ACC-000401',
  creditorAccount: 'ACC-000402',
  amountMinor: 1_000,
  currency: 'AED',
}

let system: SystemUnderTest
let sequence = 0
const newKey = () => `key-${(sequence += 1)}`

async function running(overrides: Readonly<Record<string, string>>): Promise<void> {
  system = await new SystemUnderTest({
    PAYMENT_RELEASE_INTERVAL_MS: '50',
    ...overrides,
  }).prepare()
  await system.start()
  await system.ready()
}

async function statuses(): Promise<Record<string, number>> {
  const rows = await system.rows<{ status: string; n: string }>(
    'select status, count(*) as n from payment group by status',
  )
  return Object.fromEntries(rows.map(({ status, n }) => [status, Number(n)]))
}

async function expectNothingViolated(): Promise<void> {
  await system.quiescent()
  await expect.poll(() => violatedInvariants(system, 'payments'), { timeout: 5_000 }).toEqual([])
}

async function get(answer: Answer): Promise<Record<string, unknown>> {
  return (await system.request(`/api/v1/payments/${String(answer.json['id'])}`)).json
}

beforeEach(() => {
  sequence = 0
})
afterEach(async () => {
  await system[Symbol.asyncDispose]()
})

describe('a payment outside a clearing window', () => {
  test('is queued until both banks clear, and moves nothing until then', async () => {
    await running(closed)
    const answer = await system.pay(newKey(), order)
    expect(answer.status).toBe(202)
    expect(answer.json).toMatchObject({ ...order, status: 'queued', releaseAt: opening })
    expect(await get(answer)).toEqual(answer.json)
    expect(await system.rows('select * from entry')).toEqual([])
    await expectNothingViolated()
  })

  test('is settled at the opening, once, and its key tells so', async () => {
    await running(closed)
    const key = newKey()
    const queued = await system.pay(key, order)
    await system.end('SIGTERM')
    await system.start(shortlyBefore)
    await system.ready()
    await system.until('released', async () => (await get(queued))['status'] === 'settled')
    const settled = await get(queued)
    expect(Date.parse(String(settled['releasedAt']))).toBeGreaterThanOrEqual(Date.parse(opening))
    const replay = await system.pay(key, order)
    expect({ status: replay.status, json: replay.json }).toEqual({ status: 201, json: settled })
    const totals = async () => (await system.request('/api/v1/metrics/realtime')).json
    await system.until('counted', async () => (await totals())['settled_today'] === 1)
    await expectNothingViolated()
  })

  test('that the account no longer covers at the opening is rejected then', async () => {
    await running(closed)
    const spent = { ...order, debtorAccount: 'ACC-000991', currency: 'EUR' }
    // What ACC-000991 has is 10,000; both are with banks that open later than that of the other.
    const answers = await Promise.all(
      [9_000, 9_001].map(async (amountMinor) =>
        system.pay(newKey(), { ...spent, creditorAccount: 'ACC-000992', amountMinor }),
      ),
    )
    expect(answers.map(({ status }) => status)).toEqual([202, 202])
    await system.end('SIGTERM')
    await system.start({ CLOCK_STARTS_AT: String(answers[0]?.json['releaseAt']) })
    await system.until('released', async () => (await statuses())['queued'] === undefined)
    expect(await statuses()).toEqual({ settled: 1, rejected: 1 })
    await expectNothingViolated()
  })

  test('is settled once although the process is killed while it releases', async () => {
    await running(closed)
    const count = 1_000
    const answers = await Promise.all(
      Array.from({ length: count }, async () => system.pay(newKey(), order)),
    )
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]))
    await system.end('SIGKILL')
    for (let kill = 0; kill < 3; kill += 1) {
      await system.start({ CLOCK_STARTS_AT: opening })
      const left = (await statuses())['queued'] ?? 0
      await system.until(
        'releasing',
        async () => ((await statuses())['queued'] ?? 0) < left || left === 0,
      )
      await system.end('SIGKILL')
    }
    await system.start({ CLOCK_STARTS_AT: opening })
    await system.until('released', async () => (await statuses())['settled'] === count)
    expect(await system.rows('select payment_id from entry')).toHaveLength(2 * count)
    await expectNothingViolated()
  })
})

describe('a payment that the rules hold', () => {
  const reviewed = { COMPLIANCE_AMOUNT_USD_MINOR: '100000' }
  const large = {
    debtorAccount: 'ACC-000001',
    creditorAccount: 'ACC-000002',
    amountMinor: 100_000,
    currency: 'USD',
  }
  const review = async (answer: Answer, decision: string) =>
    system.request(`/api/v1/payments/${String(answer.json['id'])}/review`, { body: { decision } })

  test('waits for a review, is settled when that approves, and the same decision again changes nothing', async () => {
    await running(reviewed)
    const key = newKey()
    const held = await system.pay(key, large)
    expect(held.status).toBe(202)
    expect(held.json).toMatchObject({ status: 'in-review', reviewReasons: ['large-amount'] })
    expect((await system.pay(key, large)).text).toBe(held.text)
    const approved = await review(held, 'approve')
    expect(approved.json).toMatchObject({ status: 'settled', releasedAt: expect.any(String) })
    expect((await review(held, 'approve')).json).toEqual(approved.json)
    expectProblem(await review(held, 'refuse'), 409, 'payment-not-in-review')
    const replay = await system.pay(key, large)
    expect({ status: replay.status, json: replay.json }).toEqual({
      status: 201,
      json: approved.json,
    })
    await expectNothingViolated()
  })

  test('moves nothing when the review refuses it', async () => {
    await running(reviewed)
    const key = newKey()
    const held = await system.pay(key, large)
    const refused = await review(held, 'refuse')
    expect(refused.json).toMatchObject({ status: 'rejected', rejection: 'review-refused' })
    expectProblem(await system.pay(key, large), 422, 'review-refused')
    expect(await system.rows('select * from entry')).toEqual([])
    await expectNothingViolated()
  })

  test('is queued when it is approved while its banks do not clear', async () => {
    await running({ ...reviewed, ...closed })
    const held = await system.pay(newKey(), large)
    expect(held.json['status']).toBe('in-review')
    const approved = await review(held, 'approve')
    expect(approved.json).toMatchObject({ status: 'queued', releaseAt: expect.any(String) })
    await system.end('SIGTERM')
    await system.start({ CLOCK_STARTS_AT: String(approved.json['releaseAt']) })
    await system.until('released', async () => (await get(held))['status'] === 'settled')
    await expectNothingViolated()
  })
})
