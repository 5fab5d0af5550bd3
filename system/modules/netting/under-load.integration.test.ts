import pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { violatedInvariants } from '../../testing/invariants.ts'
import { PaymentLoad } from '../../testing/payment-load.ts'
import { SystemUnderTest } from '../../testing/system-process.ts'
import type { CyclePage } from './schemas.ts'
import { expectAllRight, generatePayments, read } from './testing.ts'

const clients = 20

let cleanUp: AsyncDisposableStack
beforeEach(() => {
  cleanUp = new AsyncDisposableStack()
})
afterEach(async () => {
  await cleanUp.disposeAsync()
})

async function running(intervalMs = 0): Promise<SystemUnderTest> {
  const system = cleanUp.use(new SystemUnderTest({ NETTING_INTERVAL_MS: String(intervalMs) }))
  await system.prepare()
  await system.start()
  return system
}

/** Every interbank payment that was settled, and how many of them cycles say they have. */
async function nettedOf(system: SystemUnderTest): Promise<{ netted: number; settled: number }> {
  const [row] = await system.rows<{ netted: string; settled: string }>(
    `select (select coalesce(sum(payments), 0) from netting_cycle) as netted,
       (select count(*) from payment join account d on d.id = debtor_id join account c on c.id = creditor_id
        where status = 'settled' and kind = 'payment' and d.bank <> c.bank) as settled`,
  )
  return { netted: Number(row?.netted), settled: Number(row?.settled) }
}

test('more closings than can wait are refused, not queued', async () => {
  const system = await running()
  const client = new pg.Client({ connectionString: system.databaseUrl })
  await client.connect()
  cleanUp.defer(async () => client.end())
  await client.query('begin; lock table netting_cycle')
  let refused = 0
  const statuses = Array.from({ length: 40 }, async () => {
    const { status, json } = await system.request('/api/v1/netting/cycles', { body: {} })
    refused += json['code'] === 'netting-busy' ? 1 : 0
    return status
  })
  await system.until('refusing', async () => refused === 8)
  await client.query('rollback')
  expect((await Promise.all(statuses)).filter((status) => status === 409)).toHaveLength(32)
})

test('however many close at once while payments arrive, each payment is in one cycle', async () => {
  const system = await running()
  const load = cleanUp.use(new PaymentLoad(system, clients))
  for (let round = 0; round < 25; round += 1) {
    const answers = await Promise.all(
      Array.from({ length: 8 }, async () => system.request('/api/v1/netting/cycles', { body: {} })),
    )
    expect(
      answers.map(({ status }) => status).filter((status) => ![201, 409].includes(status)),
    ).toEqual([])
  }
  await load.stop()
  await system.request('/api/v1/netting/cycles', { body: {} })
  const { netted, settled } = await nettedOf(system)
  expect(netted).toBe(settled)
  expect(settled).toBeGreaterThan(100)
  await expectAllRight(system)
  expect(await violatedInvariants(system, 'payments', load.record.acknowledged)).toEqual([])
})

test('what the timer adds up in parts is in one cycle, whoever closes in between', async () => {
  const system = await running(100)
  const perRound = 70_000
  const rounds = 4
  const statuses: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    // No transfer may take a number while these are not committed: only the lane hands numbers out.
    await allSettled(system)
    await generatePayments(system, 1 + round * perRound, (round + 1) * perRound)
    if (round % 2 === 0) {
      // While the timer's parts are read, or in the pause after one.
      await new Promise((resolve) => setTimeout(resolve, 150 + 100 * round))
      statuses.push((await system.request('/api/v1/netting/cycles', { body: {} })).status)
    }
    await system.until('netted', async () => {
      const { netted, settled } = await nettedOf(system)
      return netted === settled
    })
  }
  expect(statuses.filter((status) => ![201, 409].includes(status))).toEqual([])
  expect((await nettedOf(system)).settled).toBeGreaterThan(rounds * perRound * 0.6)
  const byTimer = await system.rows<{ payments: number }>(
    `select max(cycle.payments)::integer as payments from netting_cycle as cycle
     join audit_log on subject = cycle.id::text
     where action = 'netting-cycle-closed' and actor = 'timer'`,
  )
  // More than one part has: 10,000 numbers.
  expect(byTimer[0]?.payments).toBeGreaterThan(20_000)
  await expectAllRight(system)
})

async function allSettled(system: SystemUnderTest): Promise<void> {
  await system.until('settled', async () => {
    const { items } = await read<CyclePage>(system, 'cycles?state=closed')
    return items.length === 0
  })
}

test('kill -9 in the midst of closing and settling leaves nothing half done', async () => {
  const system = await running()
  for (let kill = 0; kill < 6; kill += 1) {
    const load = new PaymentLoad(system, clients)
    const closing = (async () => {
      for (let round = 0; round < 200; round += 1) {
        const answer = await system
          .request('/api/v1/netting/cycles', { body: {} })
          .catch(() => undefined)
        if (answer === undefined) return
      }
    })()
    await new Promise((resolve) => setTimeout(resolve, 150 + 37 * kill))
    await system.end('SIGKILL')
    await Promise.all([load.stop(), closing])
    await system.start()
  }
  await system.ready()
  await system.request('/api/v1/netting/cycles', { body: {} })
  await allSettled(system)
  const { netted, settled } = await nettedOf(system)
  expect(netted).toBe(settled)
  await expectAllRight(system)
  expect(await violatedInvariants(system, 'payments')).toEqual([])
})
