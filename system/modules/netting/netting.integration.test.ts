import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { expectProblem } from '../../testing/expectations.ts'
import { violatedInvariants } from '../../testing/invariants.ts'
import { SystemUnderTest } from '../../testing/system-process.ts'
import { plainPositions } from './netting-oracle.ts'
import type { Cycle, CyclePage, LivePositions } from './schemas.ts'
import { close, expectAllRight, generatePayments, pay, plainPayments, read } from './testing.ts'

let cleanUp: AsyncDisposableStack
beforeEach(() => {
  cleanUp = new AsyncDisposableStack()
})
afterEach(async () => {
  await cleanUp.disposeAsync()
})

async function running(
  overrides: Readonly<Record<string, string>> = { NETTING_INTERVAL_MS: '0' },
): Promise<SystemUnderTest> {
  const system = cleanUp.use(new SystemUnderTest(overrides))
  await system.prepare()
  await system.start()
  return system
}

describe('a cycle', () => {
  test('nets what was settled since the last one, and moves the difference between settlement accounts', async () => {
    const system = await running()
    await pay(system, 'a', 1, 2, 700)
    await pay(system, 'b', 2, 1, 300)
    await pay(system, 'c', 2, 3, 500)
    await pay(system, 'within-one-bank', 1, 5, 900)
    const live = await read<LivePositions>(system, 'positions')
    const cycle = await close(system)
    expect(cycle).toMatchObject({ state: 'settled', mode: 'multilateral', payments: 3 })
    expect(cycle.totals).toEqual([
      {
        currency: 'USD',
        payments: 3,
        grossMinor: 1_500,
        bilateralMinor: 900,
        multilateralMinor: 500,
        bilateralEfficiency: 0.4,
        multilateralEfficiency: 0.666666,
      },
    ])
    expect(live).toMatchObject({ cycleId: null, payments: 3, totals: cycle.totals })
    expect(live.positions).toEqual(cycle.positions)
    expect(cycle.transfers).toMatchObject([
      { debtorBank: 'HABBPKKKXXX', creditorBank: 'SBININBBXXX', amountMinor: 100 },
      { debtorBank: 'LUMIILITXXX', creditorBank: 'SBININBBXXX', amountMinor: 400 },
    ])
    const moved = await system.rows(
      `select number, balance_minor - opening_minor as moved from account
       where number like 'SETTLE-%' and balance_minor <> opening_minor order by number`,
    )
    expect(moved).toEqual([
      { number: 'SETTLE-HABB-USD', moved: '-100' },
      { number: 'SETTLE-LUMI-USD', moved: '-400' },
      { number: 'SETTLE-SBIN-USD', moved: '500' },
    ])
    await pay(system, 'd', 3, 1, 50)
    await system.until('counted again', async () => {
      return (await read<LivePositions>(system, 'positions')).payments === 1
    })
    expect(await close(system, 'bilateral')).toMatchObject({
      state: 'settled',
      mode: 'bilateral',
      payments: 1,
    })
    const { items } = await read<CyclePage>(system, 'cycles')
    expect(items.map(({ state }) => state)).toEqual(['open', 'settled', 'settled'])
    expect((await read<Cycle>(system, `cycles/${cycle.id}`)).positions).toEqual(cycle.positions)
    await expectAllRight(system)
    expect(await violatedInvariants(system, 'payments')).toEqual([])
  })

  test('of nothing is not made; one that is not there is not found', async () => {
    const system = await running()
    const refused = await system.request('/api/v1/netting/cycles', { body: {} })
    expectProblem(refused, 409, 'nothing-to-net')
    expectProblem(
      await system.request('/api/v1/netting/cycles/4711'),
      404,
      'netting-cycle-not-found',
    )
    const unknown = await system.request('/api/v1/netting/cycles', { body: { mode: 'unilateral' } })
    expect(unknown.status).toBe(400)
  })

  test('of twenty thousand payments has the positions of the oracle', async () => {
    const system = await running()
    await generatePayments(system, 1, 20_000)
    const { positions, payments } = await close(system)
    const plain = await plainPayments(system)
    const between = plain.filter(({ debtorBank, creditorBank }) => debtorBank !== creditorBank)
    expect(payments).toBe(between.length)
    const found = positions.map(({ currency, bank, counterparty, netMinor }) => [
      `${currency} ${bank}${counterparty === null ? '' : ` ${counterparty}`}`,
      BigInt(netMinor),
    ])
    expect(Object.fromEntries(found)).toEqual(plainPositions(plain))
    await expectAllRight(system)
  })

  test('of an account that the tenant does not have is refused whole, and made when it has it', async () => {
    const system = await running()
    await pay(system, 'a', 1, 2, 700)
    const [debtor, creditor] = [await pay(system, 'b', 2, 3, 300), await pay(system, 'c', 3, 1, 50)]
    const move = async (column: string, id: string, by: number) =>
      system.rows(`update payment set ${column} = ${column} + $2 where id = $1`, [id, by])
    const farAway = 1_000_000
    for (const [column, id] of [
      ['debtor_id', debtor],
      ['creditor_id', creditor],
    ] as const) {
      await move(column, id, farAway)
      const refused = await system.request('/api/v1/netting/cycles', { body: {} })
      expectProblem(refused, 409, 'account-without-bank')
      expectProblem(await system.request('/api/v1/netting/positions'), 409, 'account-without-bank')
      await move(column, id, -farAway)
    }
    await system.rows(`update account set tenant = 'other' where number = 'ACC-000003'`)
    const refused = await system.request('/api/v1/netting/cycles', { body: {} })
    expectProblem(refused, 409, 'account-without-bank')
    expect((await read<CyclePage>(system, 'cycles')).items).toEqual([])
    await system.rows(`update account set tenant = 'interbank' where number = 'ACC-000003'`)
    expect(await close(system)).toMatchObject({ state: 'settled', payments: 3 })
    await expectAllRight(system)
  })

  test('takes a held payment when it is settled, not when it was recorded', async () => {
    const system = await running()
    const held = await pay(system, 'held', 1, 2, 700)
    await system.rows(`update payment set status = 'queued' where id = $1`, [held])
    await pay(system, 'meanwhile', 2, 3, 100)
    expect(await close(system)).toMatchObject({ payments: 1 })
    await system.rows(`update payment set status = 'settled' where id = $1`, [held])
    const cycle = await close(system)
    expect(cycle.totals[0]).toMatchObject({ payments: 1, grossMinor: 700 })
    await expectAllRight(system)
  })

  test('ends before its sum leaves what a double counts; the next one goes on there', async () => {
    const system = await running()
    const ids: string[] = []
    // One after the other, so that the two directions take turns and what is left to move stays
    // covered.
    for (let index = 0; index < 30; index += 1) {
      ids.push(await pay(system, `large-${index}`, 1 + (index % 2), 2 - (index % 2), 100))
    }
    const enlarge = `update payment set amount_minor = 400000000000000 where id = any ($1::uuid[])`
    await system.rows(enlarge, [ids])
    const cycles = [await close(system), await close(system)]
    expect(cycles.map(({ state }) => state)).toEqual(['settled', 'settled'])
    expect(cycles.reduce((sum, { payments }) => sum + payments, 0)).toBe(30)
    await expectAllRight(system)
  })

  test('is closed by the timer where one is configured', async () => {
    const system = await running({ NETTING_INTERVAL_MS: '100' })
    await pay(system, 'a', 1, 2, 700)
    await system.until('netted', async () => {
      const { items } = await read<CyclePage>(system, 'cycles?state=settled')
      return items.length === 1
    })
    await expectAllRight(system)
  })
})

test('a cycle whose transfers are refused stays closed, and is settled when they are covered', async () => {
  const system = cleanUp.use(new SystemUnderTest({ NETTING_INTERVAL_MS: '0' }))
  await system.prepare()
  const cover = async (minor: number) =>
    system.rows(
      `update account set opening_minor = opening_minor + $1, balance_minor = balance_minor + $1
       where number like 'SETTLE-%'`,
      [minor],
    )
  await cover(-1_000_000_000_000_000)
  await system.start()
  await pay(system, 'a', 1, 2, 700)
  const refused = await close(system)
  expect(refused).toMatchObject({ state: 'closed', transfers: [{ paymentId: null }] })
  await expectAllRight(system)
  await system.end('SIGTERM')
  await cover(1_000_000_000_000_000)
  await system.start()
  await system.until('settled', async () => {
    return (await read<Cycle>(system, `cycles/${refused.id}`)).state === 'settled'
  })
  await expectAllRight(system)
  expect(await violatedInvariants(system, 'payments')).toEqual([])
})
