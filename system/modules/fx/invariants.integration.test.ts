import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createScratchDatabase } from '../../testing/scratch-database.ts'
import type { ScratchDatabase } from '../../testing/scratch-database.ts'
import { violatedInvariants } from '../../testing/invariants.ts'
import { referenceRates } from './currencies.ts'
import { FxStore } from './store.ts'
import { nextRates } from './walk.ts'

let scratch: ScratchDatabase
const ticks = 2_000
/** Ticks of 7 currencies without any spike would be seen once in a million seeds. */
const settings = { seed: 11, tickMs: 1_000 }

beforeAll(async () => {
  scratch = await createScratchDatabase()
  const store = new FxStore(scratch.database)
  let rates = referenceRates
  await store.insertFirst({ id: 1, atMs: 0, usdPerUnitE9: rates, spiked: [] })
  for (let id = 2; id <= ticks; id += 1) {
    const step = nextRates(rates, id, settings)
    rates = step.rates
    await store.insertNext(
      { id, atMs: id * settings.tickMs, usdPerUnitE9: rates, spiked: step.spiked },
      0,
    )
  }
})
afterAll(async () => scratch[Symbol.asyncDispose]())

const violated = async (): Promise<readonly string[]> => {
  const rows = { rows: async (sql: string) => scratch.database.query(sql) }
  return (await violatedInvariants(rows, 'fx')).map(({ id }) => id)
}

test('a walk of two thousand ticks, some of them spikes, violates nothing', async () => {
  const [row] = await scratch.database.query<{ spikes: number }>(
    'select count(*) as spikes from fx_rate where spiked',
  )
  expect(row?.spikes).toBeGreaterThan(0)
  expect(await violated()).toEqual([])
})

const spike = `(select min(id) from fx_snapshot where 'EUR' = any (spiked))`

describe('it is found out when', () => {
  test.each([
    [
      'a tick is missing',
      'create table kept as select * from fx_snapshot where id = 1000; delete from fx_snapshot where id = 1000',
      'insert into fx_snapshot select * from kept; drop table kept',
      'fx.history-complete',
    ],
    [
      'a rate jumped without being marked',
      'update fx_snapshot set gbp_e9 = gbp_e9 * 102 / 100 where id = 500',
      'update fx_snapshot set gbp_e9 = ceil(gbp_e9 * 100 / 102.0) where id = 500',
      'fx.spikes-told',
    ],
    [
      'a spike is not marked',
      `update fx_snapshot set spiked = array['eur'] where id = ${spike}`,
      `update fx_snapshot set spiked = array['EUR'] where spiked = array['eur']`,
      'fx.spikes-told',
    ],
    [
      'a rate that did not move is marked as a spike',
      `update fx_snapshot set spiked = array['SAR', 'SAR'] where id = 700`,
      `update fx_snapshot set spiked = '{}' where id = 700`,
      'fx.spikes-told',
    ],
    [
      'a spike is of another size',
      `update fx_snapshot set eur_e9 = eur_e9 + eur_e9 / 1000 where id = ${spike}`,
      `update fx_snapshot set eur_e9 = ceil(eur_e9 * 1000 / 1001.0) where id = ${spike}`,
      'fx.spikes-told',
    ],
  ])('%s', async (_what, mutate, undo, caughtBy) => {
    await scratch.database.query(mutate)
    const caught = await violated()
    await scratch.database.query(undo)
    expect(caught).toContain(caughtBy)
    expect(await violated()).toEqual([])
  })
})
