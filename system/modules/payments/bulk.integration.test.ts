import { beforeEach, describe, expect, test } from 'vitest'
import { everything, expectProblem } from '../../testing/expectations.ts'
import { violatedInvariants } from '../../testing/invariants.ts'
import { idempotencyKeys, runningSystem } from '../../testing/running-system.ts'
import type { Answer } from '../../testing/system-process.ts'

const system = runningSystem()
const newKey = idempotencyKeys()

const account = (number: number) => `ACC-${String(number).padStart(6, '0')}`
const payment = (rest: object = {}) => ({
  idempotencyKey: newKey(),
  debtorAccount: account(1),
  creditorAccount: account(2),
  amountMinor: 100,
  currency: 'USD',
  ...rest,
})
/** The five nearly empty accounts, in EUR. */
const poor = (rest: object = {}) =>
  payment({
    debtorAccount: account(991),
    creditorAccount: account(992),
    currency: 'EUR',
    amountMinor: 10_001,
    ...rest,
  })
const bulk = async (mode: string, payments: unknown): Promise<Answer> =>
  system.request('/api/v1/payments/bulk', { body: { mode, payments } })

interface Outcome {
  readonly idempotencyKey: string
  readonly httpStatus: number
  readonly replayed: boolean
  readonly payment?: { readonly id: string }
  readonly problem?: { readonly code: string; readonly paymentId?: string }
}
const itemsOf = (answer: Answer) => answer.json['items'] as Outcome[]
const summary = (answer: Answer) =>
  itemsOf(answer).map(({ httpStatus, problem }) => [httpStatus, problem?.code])

describe('a bulk of payments, each by itself', () => {
  test('tells what became of each, in their order, and records them as if they had come alone', async () => {
    const used = newKey()
    await system.pay(used, { ...payment(), idempotencyKey: undefined })
    const answer = await bulk('each', [
      payment(),
      poor(),
      payment({ creditorAccount: 'ACC-999999' }),
      payment({ idempotencyKey: used }),
      payment({ idempotencyKey: used.replace('key', 'other'), reference: 'new' }),
    ])
    expect(answer.status).toBe(200)
    expect(answer.json).toMatchObject({ mode: 'each', accepted: 3 })
    expect(summary(answer)).toEqual([
      [201, undefined],
      [422, 'insufficient-funds'],
      [422, 'account-unknown'],
      [201, undefined],
      [201, undefined],
    ])
    expect(itemsOf(answer).map(({ replayed }) => replayed)).toEqual([
      false,
      false,
      false,
      true,
      false,
    ])
    const [first, rejected] = itemsOf(answer)
    const found = await system.request(`/api/v1/payments/${first?.payment?.id}`)
    expect(found.json).toEqual(first?.payment)
    const stored = await system.request(`/api/v1/payments/${rejected?.problem?.paymentId}`)
    expect(stored.json).toMatchObject({ status: 'rejected' })
  })

  test('of a thousand is recorded whole, and sent again is answered the same without a second payment', async () => {
    const payments = Array.from({ length: 1_000 }, (_, index) =>
      payment({ debtorAccount: account(1 + (index % 300)), creditorAccount: account(301) }),
    )
    const first = await bulk('each', payments)
    expect(first.json['accepted']).toBe(1_000)
    const before = await everything(system)
    const again = await bulk('each', payments)
    expect(itemsOf(again).every(({ replayed }) => replayed)).toBe(true)
    expect(itemsOf(again).map((item) => item.payment)).toEqual(
      itemsOf(first).map((item) => item.payment),
    )
    expect(await everything(system)).toEqual(before)
  })
})

describe('a bulk of payments, all or none', () => {
  test('is recorded whole, by one commit', async () => {
    const payments = Array.from({ length: 500 }, () => payment())
    const answer = await bulk('all', payments)
    expect(answer.json).toMatchObject({ mode: 'all', accepted: 500 })
    const [{ commits } = { commits: 0 }] = await system.rows<{ commits: number }>(
      'select count(distinct xmin::text)::integer as commits from payment where idempotency_key = any ($1)',
      [payments.map(({ idempotencyKey }) => idempotencyKey)],
    )
    expect(commits).toBe(1)
  })

  test('sees its own payments: what one brings in another can pay out', async () => {
    const chain = [
      poor({ debtorAccount: account(901), creditorAccount: account(993), amountMinor: 50_000 }),
      poor({ debtorAccount: account(993), creditorAccount: account(994), amountMinor: 55_000 }),
    ]
    expect((await bulk('all', chain)).status).toBe(200)
  })

  test.each([
    ['one that would be rejected', () => poor(), 'insufficient-funds'],
    ['one that cannot be', () => payment({ creditorAccount: 'ACC-999999' }), 'account-unknown'],
    ['one in another currency', () => payment({ currency: 'EUR' }), 'currency-mismatch'],
  ])('with %s records none and says which', async (_what, bad, code) => {
    await system.quiescent()
    const before = await everything(system)
    const answer = await bulk('all', [payment(), bad(), payment()])
    expectProblem(answer, 422, 'bulk-refused')
    expect(summary(answer)).toEqual([
      [422, 'others-refused'],
      [422, code],
      [422, 'others-refused'],
    ])
    expect(await everything(system)).toEqual(before)
  })

  test('that was refused may be sent again without what was wrong, under the same keys', async () => {
    const good = [payment(), payment()]
    expect((await bulk('all', [...good, poor()])).status).toBe(422)
    expect((await bulk('all', good)).json['accepted']).toBe(2)
  })

  test('sent twice, at once or later, is one bulk with equal answers', async () => {
    const payments = [payment(), payment(), payment()]
    const answers = await Promise.all([bulk('all', payments), bulk('all', payments)])
    const later = await bulk('all', payments)
    const ids = [...answers, later].map((each) => itemsOf(each).map((item) => item.payment?.id))
    expect(ids[1]).toEqual(ids[0])
    expect(ids[2]).toEqual(ids[0])
    expect(itemsOf(later).every(({ replayed }) => replayed)).toBe(true)
  })

  test('with some keys that were used and some that were not records nothing', async () => {
    const used = payment()
    await bulk('each', [used])
    await system.quiescent()
    const before = await everything(system)
    const answer = await bulk('all', [payment(), used])
    expectProblem(answer, 422, 'bulk-refused')
    expect(summary(answer)).toEqual([
      [422, 'others-refused'],
      [422, 'key-used-before'],
    ])
    expect(await everything(system)).toEqual(before)
  })

  test('among others that go on harms none of them', async () => {
    const answers = await Promise.all([
      ...Array.from({ length: 20 }, async () =>
        bulk(
          'all',
          Array.from({ length: 50 }, () => payment()),
        ),
      ),
      ...Array.from({ length: 5 }, async () => bulk('all', [payment(), poor()])),
    ])
    expect(answers.map(({ status }) => status)).toEqual([
      ...Array.from({ length: 20 }, () => 200),
      ...Array.from({ length: 5 }, () => 422),
    ])
  })
})

describe('a bulk that is none', () => {
  let before: unknown
  beforeEach(async () => {
    await system.quiescent()
    before = await everything(system)
  })

  test.each<[string, () => unknown]>([
    ['no payment', () => ({ mode: 'each', payments: [] })],
    [
      '1,001 payments',
      () => ({ mode: 'each', payments: Array.from({ length: 1_001 }, () => payment()) }),
    ],
    ['no mode', () => ({ payments: [payment()] })],
    ['an unknown mode', () => ({ mode: 'some', payments: [payment()] })],
    [
      'a payment without a key',
      () => ({ mode: 'each', payments: [payment({ idempotencyKey: undefined })] }),
    ],
    [
      'a key with a blank',
      () => ({ mode: 'each', payments: [payment({ idempotencyKey: 'a b' })] }),
    ],
    [
      'one wrong amount among good ones',
      () => ({ mode: 'each', payments: [payment(), payment({ amountMinor: 0 })] }),
    ],
    ['a member too many', () => ({ mode: 'each', payments: [payment({ extra: 1 })] })],
    ['no object', () => [payment()]],
  ])('with %s is a 400 and changes nothing', async (_what, body) => {
    const answer = await system.request('/api/v1/payments/bulk', { body: body() })
    expectProblem(answer, 400, 'invalid-request')
    expect(await everything(system)).toEqual(before)
  })

  test.each(['each', 'all'])(
    'with one key twice is a 422 and changes nothing (%s)',
    async (mode) => {
      const twice = payment()
      expectProblem(await bulk(mode, [payment(), twice, twice]), 422, 'keys-repeated')
      expect(await everything(system)).toEqual(before)
    },
  )

  test('of more bytes than a thousand payments can have is a 413', async () => {
    const body = { mode: 'each', payments: 'x'.repeat(2_100_000) }
    const answer = await system.request('/api/v1/payments/bulk', { body })
    expectProblem(answer, 413, 'body-too-large')
  })
})

test('whatever came in bulks, the books are right', async () => {
  await system.quiescent()
  const limit = { timeout: 15_000 }
  await expect.poll(async () => violatedInvariants(system, 'payments'), limit).toEqual([])
})
