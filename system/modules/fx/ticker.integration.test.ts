import { pino } from 'pino'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { eventually } from '../../testing/eventually.ts'
import { createScratchDatabase } from '../../testing/scratch-database.ts'
import type { ScratchDatabase } from '../../testing/scratch-database.ts'
import { referenceRates } from './currencies.ts'
import type { FxSnapshot } from './quotes.ts'
import { FxStore } from './store.ts'
import { FxTicker } from './ticker.ts'
import type { TickOutcome } from './ticker.ts'
import { nextRates } from './walk.ts'

let scratch: ScratchDatabase
let store: FxStore
const running: FxTicker[] = []

beforeAll(async () => {
  scratch = await createScratchDatabase()
  store = new FxStore(scratch.database)
})
afterAll(async () => scratch[Symbol.asyncDispose]())
beforeEach(async () => {
  await scratch.database.query('truncate fx_snapshot')
})
afterEach(async () => {
  await Promise.all(running.splice(0).map(async (ticker) => ticker.stop()))
})

interface Process {
  readonly ticker: FxTicker
  readonly outcomes: TickOutcome[]
  readonly quoted: FxSnapshot[]
}

/** What one system process has, on the database of the test. */
function process(tickIntervalMs: number, historySnapshots = 1_000): Process {
  const outcomes: TickOutcome[] = []
  const quoted: FxSnapshot[] = []
  const ticker = new FxTicker({
    store,
    settings: { seed: 7, tickIntervalMs, historySnapshots },
    nowMs: Date.now,
    log: pino({ level: 'silent' }),
    observe(outcome, snapshot) {
      outcomes.push(outcome)
      if (snapshot !== undefined) {
        quoted.push(snapshot)
      }
    },
  })
  running.push(ticker)
  return { ticker, outcomes, quoted }
}

async function ids(): Promise<readonly number[]> {
  const rows = await scratch.database.query<{ id: number }>(
    'select id from fx_snapshot order by id',
  )
  return rows.map(({ id }) => id)
}

async function untilTick(id: number): Promise<void> {
  await eventually(`tick ${id}`, async () => ((await store.latest())?.id ?? 0) >= id || undefined)
}

test('a new database begins with the reference rates, and nothing is quoted before that', async () => {
  const { ticker } = process(60_000)
  expect(() => ticker.current()).toThrow(/no exchange rates/)
  await ticker.start()
  expect(ticker.current()).toMatchObject({ id: 1, usdPerUnitE9: referenceRates, spiked: [] })
  expect(await store.latest()).toEqual(ticker.current())
})

test('ticks follow each other without a gap, each the walk of the one before', async () => {
  const { ticker } = process(10)
  await ticker.start()
  await untilTick(12)
  await ticker.stop()
  const history = await store.history(0, Date.now() + 1, 1_000)
  expect(history.map(({ id }) => id)).toEqual(history.map((_, index) => index + 1))
  for (const [index, { id, usdPerUnitE9 }] of history.slice(1).entries()) {
    const before = history[index]?.usdPerUnitE9 ?? referenceRates
    expect(usdPerUnitE9).toEqual(nextRates(before, id, { seed: 7, tickMs: 10 }).rates)
  }
})

test('every snapshot that was quoted is stored as it was quoted', async () => {
  const { ticker, quoted } = process(10)
  await ticker.start()
  await untilTick(10)
  await ticker.stop()
  const stored = new Map(
    (await store.history(0, Date.now() + 1, 1_000)).map((row) => [row.id, row]),
  )
  expect(quoted.length).toBeGreaterThanOrEqual(10)
  for (const snapshot of quoted) {
    expect(stored.get(snapshot.id)).toEqual(snapshot)
  }
})

test('a restart goes on from the last stored snapshot, with the rates it would have had', async () => {
  const first = process(10)
  await first.ticker.start()
  await untilTick(5)
  await first.ticker.stop()
  const last = await store.latest()
  const second = process(10)
  await new Promise((resolve) => setTimeout(resolve, 15))
  await second.ticker.start()
  const next = second.ticker.current()
  expect(next.id).toBe((last?.id ?? 0) + 1)
  expect(next.usdPerUnitE9).toEqual(
    nextRates(last?.usdPerUnitE9 ?? referenceRates, next.id, { seed: 7, tickMs: 10 }).rates,
  )
})

test('of three processes one makes each tick, the others read it, and none makes rates tick faster', async () => {
  const tickMs = 50
  const three = [process(tickMs), process(tickMs), process(tickMs)]
  await Promise.all(three.map(async ({ ticker }) => ticker.start()))
  await untilTick(15)
  await Promise.all(three.map(async ({ ticker }) => ticker.stop()))
  const stored = three.flatMap(({ outcomes }) => outcomes.filter((outcome) => outcome === 'stored'))
  expect(await ids()).toEqual(Array.from({ length: stored.length + 1 }, (_, index) => index + 1))
  expect(three.flatMap(({ outcomes }) => outcomes)).not.toContain('failed')
  const [row] = await scratch.database.query<{ least_ms: number }>(`
    select min(extract(epoch from stored_at - before))::float8 * 1000 as least_ms
    from (select stored_at, lag(stored_at) over (order by id) as before from fx_snapshot) as tick`)
  expect(row?.least_ms).toBeGreaterThanOrEqual(tickMs)
})

test('when the process that ticked is gone, another goes on', async () => {
  const [one, other] = [process(20), process(20)]
  await one.ticker.start()
  await other.ticker.start()
  await untilTick(4)
  await one.ticker.stop()
  const { id } = (await store.latest()) ?? { id: 0 }
  await untilTick(id + 3)
  expect(other.outcomes).toContain('stored')
})

test('a database clock that went back stops nothing: a tick of the future is followed at once', async () => {
  const { ticker } = process(10)
  await ticker.start()
  await scratch.database.query(`update fx_snapshot set stored_at = now() + interval '1 hour'`)
  await untilTick(3)
  expect(ticker.current().id).toBeGreaterThanOrEqual(2)
})

test('history is bounded: what is older than the newest so many is deleted', async () => {
  const kept = 100
  const { ticker } = process(10, kept)
  await scratch.database.query(`
    insert into fx_snapshot (id, at, stored_at, aed_e9, ils_e9, pkr_e9, inr_e9, eur_e9, gbp_e9, sar_e9)
    select id, now(), now() - interval '1 day', 272294000, 270000000, 3600000, 12000000, 1080000000,
      1270000000, 266667000 from generate_series(1, 418) as id`)
  await ticker.start()
  // Tick 420 is the next one at which old ones are deleted.
  await untilTick(421)
  await ticker.stop()
  const left = await ids()
  expect(left[0]).toBe(321)
})

test('the views show each currency of a snapshot, and those of the latest', async () => {
  const { ticker } = process(10)
  await ticker.start()
  await untilTick(3)
  await ticker.stop()
  const { id, usdPerUnitE9 } = ticker.current()
  const rows = await scratch.database.query<{ currency: string; usd_per_unit_e9: number }>(
    'select currency, usd_per_unit_e9 from fx_latest_rate',
  )
  expect(
    Object.fromEntries(rows.map((row) => [row.currency, BigInt(row.usd_per_unit_e9)])),
  ).toEqual(usdPerUnitE9)
  const [count] = await scratch.database.query<{ rates: number }>(
    'select count(*) as rates from fx_rate where snapshot_id = $1',
    [id],
  )
  expect(count?.rates).toBe(8)
})
