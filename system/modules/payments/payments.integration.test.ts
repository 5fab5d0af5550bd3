import { describe, expect, test } from 'vitest'
import { violatedInvariants } from '../../testing/invariants.ts'
import { idempotencyKeys, runningSystem } from '../../testing/running-system.ts'
import { SystemUnderTest } from '../../testing/system-process.ts'
import type { Answer } from '../../testing/system-process.ts'
import { everything, expectProblem } from '../../testing/expectations.ts'

const system = runningSystem()
const newKey = idempotencyKeys()

const order = {
  debtorAccount: 'ACC-000001',
  creditorAccount: 'ACC-000002',
  amountMinor: 1_000,
  currency: 'USD',
}

describe('a payment', () => {
  test('is settled, stored as it was answered, and found by id and in the list', async () => {
    const answer = await system.pay(newKey(), { ...order, reference: 'Rechnung "7" \\ ßü' })
    expect(answer.status).toBe(201)
    expect(answer.json).toMatchObject({
      ...order,
      status: 'settled',
      reference: 'Rechnung "7" \\ ßü',
    })
    const found = await system.request(`/api/v1/payments/${String(answer.json['id'])}`)
    expect(found.json).toEqual(answer.json)
    const list = await system.request('/api/v1/payments?page=1&page_size=1')
    expect(list.json).toMatchObject({ items: [answer.json], page: 1, pageSize: 1 })
  })

  test('that the account does not cover is recorded as rejected, and the same key gets the same no', async () => {
    const key = newKey()
    const tooMuch = {
      ...order,
      debtorAccount: 'ACC-000991',
      creditorAccount: 'ACC-000992',
      currency: 'EUR',
      amountMinor: 10_001,
    }
    const first = await system.pay(key, tooMuch)
    expectProblem(first, 422, 'insufficient-funds')
    const again = await system.pay(key, tooMuch)
    expect(again.text).toBe(first.text)
    expect(again.headers.get('idempotent-replayed')).toBe('true')
    const stored = await system.request(`/api/v1/payments/${String(first.json['paymentId'])}`)
    expect(stored.json).toMatchObject({ status: 'rejected', rejection: 'insufficient-funds' })
  })

  test('beyond the daily limit is rejected, up to the limit it is not', async () => {
    const limited = {
      ...order,
      debtorAccount: 'ACC-000996',
      creditorAccount: 'ACC-000997',
      currency: 'EUR',
    }
    expect((await system.pay(newKey(), { ...limited, amountMinor: 9_999 })).status).toBe(201)
    expectProblem(
      await system.pay(newKey(), { ...limited, amountMinor: 2 }),
      422,
      'daily-limit-exceeded',
    )
    expect((await system.pay(newKey(), { ...limited, amountMinor: 1 })).status).toBe(201)
  })

  test('is not seen by another tenant', async () => {
    const { json } = await system.pay(newKey(), order)
    const headers = { 'x-tenant-id': 'other' }
    const answer = await system.request(`/api/v1/payments/${String(json['id'])}`, { headers })
    expectProblem(answer, 404, 'payment-not-found')
    const list = await system.request('/api/v1/payments', { headers })
    expect(list.json['items']).toEqual([])
  })

  test('counts in the totals, once, and leaves nothing to do', async () => {
    await system.quiescent()
    const before = await system.request('/api/v1/metrics/realtime')
    const key = newKey()
    await system.pay(key, { ...order, amountMinor: 12_345 })
    await system.pay(key, { ...order, amountMinor: 12_345 })
    await system.quiescent()
    const after = await system.request('/api/v1/metrics/realtime')
    const volume = (answer: Answer) =>
      Math.round(Number((answer.json['volume_24h'] as Record<string, string>)['USD'] ?? 0) * 100)
    expect(volume(after) - volume(before)).toBe(12_345)
    expect(Number(after.json['settled_today']) - Number(before.json['settled_today'])).toBe(1)
    const [totals] = await system.rows<{ settled: string; rejected: string }>(
      `select count(*) filter (where rejection is null) as settled, count(rejection) as rejected from payment`,
    )
    expect(after.json).toMatchObject({
      settled_today: Number(totals?.settled),
      failed_last_1h: Number(totals?.rejected),
      queue_depth: 0,
      compliance_review: 0,
    })
    expect(await violatedInvariants(system, 'payments')).toEqual([])
  })
})

describe('an idempotency key', () => {
  test('used by 50 first callers at once makes one payment and 50 equal answers', async () => {
    const key = newKey()
    const answers = await Promise.all(
      Array.from({ length: 50 }, async () => system.pay(key, order)),
    )
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1)
    expect(answers[0]?.status).toBe(201)
    const replayed = answers.filter(({ headers }) => headers.get('idempotent-replayed') === 'true')
    expect(replayed.length).toBe(49)
    const rows = await system.rows('select id from payment where idempotency_key = $1', [key])
    expect(rows.length).toBe(1)
  })

  test('used at once for two orders pays one of them and refuses the other', async () => {
    const key = newKey()
    const answers = await Promise.all(
      [1, 2].map(async (amountMinor) => system.pay(key, { ...order, amountMinor })),
    )
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201, 422]))
  })

  test('used again for another order is refused and changes nothing', async () => {
    const key = newKey()
    await system.pay(key, order)
    const before = await everything(system)
    expectProblem(
      await system.pay(key, { ...order, amountMinor: 1_001 }),
      422,
      'idempotency-key-reused',
    )
    expect(await everything(system)).toEqual(before)
  })

  test('of another tenant is another key', async () => {
    const key = newKey()
    await system.pay(key, order)
    const answer = await system.request('/api/v1/payments', {
      body: order,
      headers: { 'idempotency-key': key, 'x-tenant-id': 'other' },
    })
    expectProblem(answer, 422, 'account-unknown')
  })

  test('is remembered across a restart, alone and among new ones', async () => {
    const keys = [newKey(), newKey()]
    const first = await Promise.all(keys.map(async (key) => system.pay(key, order)))
    expect(await system.end('SIGTERM')).toBe(0)
    await system.start()
    await system.ready()
    const again = await Promise.all(
      [...keys, newKey(), newKey()].map(async (key) => system.pay(key, order)),
    )
    expect(again.slice(0, 2).map(({ text }) => text)).toEqual(first.map(({ text }) => text))
    expect(again.map(({ status }) => status)).toEqual([201, 201, 201, 201])
    expect(again.map(({ headers }) => headers.get('idempotent-replayed'))).toEqual([
      'true',
      'true',
      null,
      null,
    ])
    expectProblem(
      await system.pay(keys[0] ?? '', { ...order, amountMinor: 7 }),
      422,
      'idempotency-key-reused',
    )
  })
})

describe('a balance changed by someone else', () => {
  test('is what the next decision is made on', async () => {
    const poor = {
      ...order,
      debtorAccount: 'ACC-000992',
      creditorAccount: 'ACC-000993',
      currency: 'EUR',
      amountMinor: 6_000,
    }
    expect((await system.pay(newKey(), { ...poor, amountMinor: 1 })).status).toBe(201)
    await system.rows(`update account set balance_minor = balance_minor - 5000,
      opening_minor = opening_minor - 5000, version = version + 1 where number = 'ACC-000992'`)
    expectProblem(await system.pay(newKey(), poor), 422, 'insufficient-funds')
    expect((await system.pay(newKey(), { ...poor, amountMinor: 4_999 })).status).toBe(201)
    // How far the outbox is published is saved a tenth of a second later.
    await expect.poll(() => violatedInvariants(system, 'payments'), { timeout: 5_000 }).toEqual([])
  })

  test('while payments go on loses neither change', async () => {
    const adjust = async (): Promise<void> => {
      for (let round = 0; round < 20; round += 1) {
        await system.rows(`update account set balance_minor = balance_minor + 1,
          opening_minor = opening_minor + 1, version = version + 1 where number = 'ACC-000002'`)
      }
    }
    const pay = async (): Promise<number[]> => {
      const answers = Array.from({ length: 200 }, async () => system.pay(newKey(), order))
      return (await Promise.all(answers)).map(({ status }) => status)
    }
    const [statuses] = await Promise.all([pay(), adjust()])
    expect(new Set(statuses)).toEqual(new Set([201]))
    await system.quiescent()
    expect(await violatedInvariants(system, 'payments')).toEqual([])
  })
})

test('without gathering an event reaches the totals by itself, and an idle consumer lets go at once', async () => {
  await using prompt = new SystemUnderTest({ PAYMENT_PROJECTION_GATHER_MS: '0' })
  await prompt.prepare()
  await prompt.start()
  await prompt.ready()
  for (const settled of [1, 2]) {
    expect((await prompt.pay(newKey(), order)).status).toBe(201)
    await prompt.quiescent()
    const totals = await prompt.request('/api/v1/metrics/realtime')
    expect(totals.json['settled_today']).toBe(settled)
  }
  expect(await prompt.end('SIGTERM')).toBe(0)
})
