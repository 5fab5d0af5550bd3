import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest'
import { allViolatedInvariants } from '../../system/testing/invariants.ts'
import { MovedClock } from '../../system/testing/moved-clock.ts'
import { SystemUnderTest } from '../../system/testing/system-process.ts'
import type { Answer } from '../../system/testing/system-process.ts'
import { changedOnReplay, countLosses } from './losses.ts'
import { RetryingLoad } from './retrying-load.ts'

/**
 * The system's clock is set while it runs, ahead and back, and over the edges at which banks open
 * and close. Payments go on, each counts once and on the day and in the window that the clock
 * shows, and what has happened stays as it was.
 */
const clients = 10
/** Payments between two settings of the clock. */
const enough = 100
const replays = 40
/** Days on which every bank clears. */
const wednesday = '2026-01-07T09:00:00.000Z'
const settings = [
  ['an hour ahead', '2026-01-07T10:00:00.000Z'],
  ['a day ahead', '2026-01-08T09:00:00.000Z'],
  ['two days back', '2026-01-06T09:00:00.000Z'],
  ['four weeks ahead', '2026-02-04T09:00:00.000Z'],
  ['to where it was', wednesday],
] as const

let clock: MovedClock
let system: SystemUnderTest
let sequence = 0

beforeAll(async () => {
  clock = await MovedClock.create(wednesday)
  const releasing = { PAYMENT_RELEASE_INTERVAL_MS: '20' }
  system = new SystemUnderTest({ ...clock.environment, ...releasing }, inject('services'))
  await system.prepare()
  await system.start()
  await system.ready()
})
afterAll(async () => {
  await system?.[Symbol.asyncDispose]()
  await clock?.[Symbol.asyncDispose]()
})
beforeEach(async () => {
  await clock.set(system.pid, wednesday)
})

/** Between two accounts of one bank: of the Emirates in dirhams, of Leumi in shekels. */
async function pay(currency: 'AED' | 'ILS'): Promise<Answer> {
  const [debtorAccount, creditorAccount] =
    currency === 'AED' ? ['ACC-000401', 'ACC-000402'] : ['ACC-000601', 'ACC-000602']
  const order = { debtorAccount, creditorAccount, amountMinor: 100, currency }
  return system.pay(`edge-${(sequence += 1)}`, order)
}

async function statusOf(answer: Answer): Promise<unknown> {
  const path = `/api/v1/payments/${String(answer.json['id'])}`
  return (await system.request(path)).json['status']
}

async function expectNothingViolated(): Promise<void> {
  await system.quiescent()
  expect(await allViolatedInvariants(system, {})).toEqual([])
}

test('while payments run the clock is set ahead and back, and each is paid once and counted', async () => {
  await using load = new RetryingLoad(system, clients)
  const more = async (): Promise<void> => {
    const target = load.acknowledged.length + enough
    await system.until('paying', async () => load.acknowledged.length >= target, 5_000)
  }
  await more()
  for (const [, instant] of settings) {
    await clock.set(system.pid, instant)
    await more()
  }
  await load.stop()
  expect([...load.statuses.keys()]).toEqual(['201'])
  expect(await countLosses(system, load)).toMatchObject({ lost: 0, doubled: 0 })
  expect(await changedOnReplay(system, load, replays)).toEqual([])
  const days = await system.rows<{ day: string }>(
    `select distinct (created_at at time zone 'UTC')::date::text as day from payment order by day`,
  )
  expect(days.map(({ day }) => day)).toEqual([
    '2026-01-06',
    '2026-01-07',
    '2026-01-08',
    '2026-02-04',
  ])
  await expectNothingViolated()
})

test('over the edge at which a bank closes payments are settled before it and wait after it', async () => {
  const closing = '2026-01-07T12:00:00.000Z'
  await clock.set(system.pid, '2026-01-07T11:59:58.000Z')
  const answers: Answer[] = []
  while (answers.at(-1)?.json['status'] !== 'queued') {
    answers.push(await pay('AED'))
  }
  const { json: first = {} } = answers.at(-1) ?? {}
  expect(first).toMatchObject({ releaseAt: '2026-01-08T04:00:00.000Z' })
  expect(Date.parse(String(first['createdAt']))).toBeGreaterThanOrEqual(Date.parse(closing))
  expect(answers.length).toBeGreaterThan(1)
  for (const { json } of answers.slice(0, -1)) {
    expect(json['status']).toBe('settled')
    expect(Date.parse(String(json['createdAt']))).toBeLessThan(Date.parse(closing))
  }
  await expectNothingViolated()
})

test('what waits for an opening is paid once when the clock is set there, and stays paid when it goes back', async () => {
  await clock.set(system.pid, '2026-01-07T18:00:00.000Z')
  const waiting = await Promise.all(Array.from({ length: 20 }, async () => pay('AED')))
  expect(new Set(waiting.map(({ json }) => json['status']))).toEqual(new Set(['queued']))
  await clock.set(system.pid, '2026-01-08T03:59:58.000Z')
  const statuses = async () => new Set(await Promise.all(waiting.map(statusOf)))
  expect(await statuses()).toEqual(new Set(['queued']))
  await system.until('released', async () => !(await statuses()).has('queued'), 5_000)
  expect(await statuses()).toEqual(new Set(['settled']))
  await clock.set(system.pid, '2026-01-07T18:00:00.000Z')
  expect((await pay('AED')).json).toMatchObject({ releaseAt: '2026-01-08T04:00:00.000Z' })
  expect(await statuses()).toEqual(new Set(['settled']))
  await expectNothingViolated()
})

describe('over a weekend on which the clocks of Jerusalem change Leumi opens at nine by its new time', () => {
  test.each([
    ['to summer time', '2026-03-26T16:00:00.000Z', '2026-03-29T06:00:00.000Z'],
    ['from summer time', '2026-10-22T16:00:00.000Z', '2026-10-25T07:00:00.000Z'],
  ])('%s', async (_change, afterClosing, opening) => {
    await clock.set(system.pid, afterClosing)
    const waiting = await pay('ILS')
    expect(waiting.json).toMatchObject({ status: 'queued', releaseAt: opening })
    const shortlyBefore = new Date(Date.parse(opening) - 2_000).toISOString()
    await clock.set(system.pid, shortlyBefore)
    expect((await pay('ILS')).json).toMatchObject({ status: 'queued', releaseAt: opening })
    expect(await statusOf(waiting)).toBe('queued')
    await system.until('paid', async () => (await statusOf(waiting)) === 'settled', 5_000)
    const { json } = await system.request(`/api/v1/payments/${String(waiting.json['id'])}`)
    expect(Date.parse(String(json['releasedAt']))).toBeGreaterThanOrEqual(Date.parse(opening))
    await expectNothingViolated()
  })
})
