import { afterAll, beforeAll, expect, test } from 'vitest'
import { violatedInvariants } from '../../testing/invariants.ts'
import { MovedClock } from '../../testing/moved-clock.ts'
import { SystemUnderTest } from '../../testing/system-process.ts'

/** Days on which every bank clears. */
const wednesday = '2026-01-07T09:00:00.000Z'
const thursday = '2026-01-08T09:00:00.000Z'

let clock: MovedClock
let system: SystemUnderTest
let sequence = 0

/** Between two accounts in euros; the first may send 100.00 a day. @returns the HTTP status */
async function pay(amountMinor: number): Promise<number> {
  const parties = { debtorAccount: 'ACC-000997', creditorAccount: 'ACC-000998' }
  const order = { ...parties, amountMinor, currency: 'EUR' }
  return (await system.pay(`key-${(sequence += 1)}`, order)).status
}

beforeAll(async () => {
  clock = await MovedClock.create(wednesday)
  system = await new SystemUnderTest(clock.environment).prepare()
  await system.start()
  await system.ready()
})
afterAll(async () => {
  await system[Symbol.asyncDispose]()
  await clock[Symbol.asyncDispose]()
})

test('each day keeps its own daily limit while the clock goes a day ahead, back, and there again', async () => {
  expect(await pay(6_000)).toBe(201)
  await clock.set(system.pid, thursday)
  expect([await pay(9_000), await pay(2_000)]).toEqual([201, 422])
  await clock.set(system.pid, wednesday)
  expect([await pay(5_000), await pay(4_000), await pay(1)]).toEqual([422, 201, 422])
  await system.quiescent()
  await system.end('SIGTERM')
  await system.start()
  await system.ready()
  expect(await pay(1)).toBe(422)
  await clock.set(system.pid, thursday)
  expect([await pay(1_001), await pay(1_000)]).toEqual([422, 201])
  await system.quiescent()
  expect(await violatedInvariants(system, 'payments')).toEqual([])
})

test('the days on which anybody sent something are kept for a month of them, however they are dated', async () => {
  await system.end('SIGTERM')
  await system.rows(
    `insert into account_day select date '2020-01-01' + n * 30, 5, 1 from generate_series(1, 40) as n`,
  )
  await system.start({ CLOCK_STARTS_AT: '2036-01-07T09:00:00Z' })
  await system.ready()
  const days = async () =>
    (await system.rows<{ day: string }>('select distinct day::text from account_day order by day'))
      .length
  await system.until('forgetful', async () => (await days()) < 40)
  expect(await days()).toBe(31)
})
