import { expect, test } from 'vitest'
import { expectProblem } from '../../testing/expectations.ts'
import { violatedInvariants } from '../../testing/invariants.ts'
import { idempotencyKeys, runningSystem } from '../../testing/running-system.ts'

// Payments as large as limits are reviewed otherwise.
const system = runningSystem({
  COMPLIANCE_AMOUNT_USD_MINOR: '9000000000000',
  COMPLIANCE_NEW_PAIR_USD_MINOR: '9000000000000',
})
const newKey = idempotencyKeys()

/** Dollars at Emirates National Bank to euros at Bank Leumi. */
const order = {
  debtorAccount: 'ACC-001001',
  creditorAccount: 'ACC-001022',
  amountMinor: 12_345,
  currency: 'USD',
}

async function entriesOf(id: unknown): Promise<Record<string, number>> {
  const rows = await system.rows<{ number: string; amount: string }>(
    `select number, amount_minor as amount from entry join account on account.id = account_id
     where payment_id = $1`,
    [id],
  )
  return Object.fromEntries(rows.map(({ number, amount }) => [number, Number(amount)]))
}

test('there is an account of every currency at every bank, and a pool for each with its treasury', async () => {
  const [counts] = await system.rows(
    `select count(distinct (bank, currency)) filter (where not internal and number > 'ACC-001000') as pairs,
       count(*) filter (where number like 'POOL-%') as pools,
       count(*) filter (where number like 'TREASURY-%') as treasuries from account`,
  )
  expect(counts).toEqual({ pairs: '32', pools: '8', treasuries: '8' })
})

test('a payment between two currencies goes through both pools, to the unit of its rates', async () => {
  const answer = await system.pay(newKey(), order)
  const { id, creditedMinor, fxRateId } = answer.json
  expect(answer.status).toBe(201)
  expect(answer.json).toMatchObject({ ...order, creditorCurrency: 'EUR', usdMinor: 12_345 })
  const [rate] = await system.rows<{ eur: string }>(
    `select usd_per_unit_e9 as eur from fx_rate where snapshot_id = $1 and currency = 'EUR'`,
    [fxRateId],
  )
  const exact = (12_345n * 1_000_000_000n) / BigInt(rate?.eur ?? 0)
  expect(creditedMinor).toBe(Number(exact))
  expect(await entriesOf(id)).toEqual({
    'ACC-001001': -12_345,
    'POOL-USD': 12_345,
    'POOL-EUR': -Number(exact),
    'ACC-001022': Number(exact),
  })
  const found = await system.request(`/api/v1/payments/${String(id)}`)
  expect(found.json).toEqual(answer.json)
})

test('its key gets the same answer again, also from a process that knows it from the table alone', async () => {
  const key = newKey()
  const first = await system.pay(key, order)
  expect((await system.pay(key, order)).text).toBe(first.text)
  await system.end('SIGTERM')
  await system.start()
  await system.ready()
  const again = await system.pay(key, order)
  expect(again.text).toBe(first.text)
  expect(again.headers.get('idempotent-replayed')).toBe('true')
})

test('a pool that does not cover the amount rejects it', async () => {
  const tooMuch = { ...order, amountMinor: 8_000_000_000 * 10 }
  expectProblem(await system.pay(newKey(), tooMuch), 422, 'insufficient-liquidity')
})

test('the daily limit of a bank counts what all its accounts sent, in dollars', async () => {
  const dirhams = { debtorAccount: 'ACC-000402', creditorAccount: 'ACC-000403', currency: 'AED' }
  // 0.272 dollars each, against 500,000,000 a day.
  const large = { ...dirhams, amountMinor: 150_000_000_000 }
  expect((await system.pay(newKey(), large)).status).toBe(201)
  const other = { ...large, debtorAccount: 'ACC-000404' }
  expectProblem(await system.pay(newKey(), other), 422, 'bank-limit-exceeded')
  expect((await system.pay(newKey(), { ...other, amountMinor: 100 })).status).toBe(201)
  const [day] = await system.rows<{ spent: string; most: string }>(
    `select spent_usd_minor as spent, limit_usd_minor as most from bank_day where bank = 'ENBXAEADXXX'`,
  )
  expect(Number(day?.spent)).toBeGreaterThan(40_000_000_000)
  expect(Number(day?.most)).toBe(50_000_000_000)
})

test('all of it keeps the books', async () => {
  await system.quiescent()
  await expect.poll(() => violatedInvariants(system, 'payments'), { timeout: 5_000 }).toEqual([])
})
