import pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createScratchDatabase } from '../../testing/scratch-database.ts'
import type { ScratchDatabase } from '../../testing/scratch-database.ts'
import { gatherFlows, nothingGathered, readRest } from './gathering.ts'
import { highestNumber } from './flows.ts'
import type { Gathered } from './gathering.ts'
import { addUp, net } from './positions.ts'
import { plainPositions } from './netting-oracle.ts'
import { generatePayments, plainPayments } from './testing.ts'

const tenant = 'interbank'

let scratch: ScratchDatabase
beforeEach(async () => {
  scratch = await createScratchDatabase()
  await scratch.database.query(`
insert into account (tenant, number, bank, currency, opening_minor, balance_minor, daily_limit_minor)
select 'interbank', 'ACC-' || lpad(n::text, 6, '0'),
  (array['ENBXAEADXXX', 'LUMIILITXXX', 'HABBPKKKXXX', 'SBININBBXXX'])[n % 4 + 1], 'USD', 0, 0, 0
from generate_series(1, 400) as n`)
})
afterEach(async () => {
  await scratch[Symbol.asyncDispose]()
})

const rows = {
  rows: async <Row extends object>(sql: string, values?: unknown[]) => [
    ...(await scratch.database.query<Row>(sql, values)),
  ],
}

async function gather(options: { numbersPerPart?: number; stopping?: AbortSignal } = {}) {
  const { numbersPerPart = 5_000, stopping = new AbortController().signal } = options
  return gatherFlows({ database: scratch.database, numbersPerPart }, tenant, stopping)
}

async function whole(gathered: Gathered) {
  return scratch.database.transaction(async (on) => readRest(on, tenant, gathered))
}

test('is all but the last stretch, and with that the positions of the oracle', async () => {
  await generatePayments(rows, 1, 33_000)
  const gathered = await gather()
  const left = (await highestNumber(scratch.database)) - gathered.readThroughNumber
  expect(left).toBeGreaterThanOrEqual(0)
  expect(left).toBeLessThan(5_000)
  // As much as came in the meantime is in the rest.
  await generatePayments(rows, 33_001, 35_000)
  const { flows, throughNumber } = await whole(gathered)
  const plain = await plainPayments(rows)
  const found = net(flows).positions.map(({ currency, bank, counterparty, ...position }) => [
    `${currency} ${bank}${counterparty === '' ? '' : ` ${counterparty}`}`,
    position.incomingMinor - position.outgoingMinor,
  ])
  expect(Object.fromEntries(found)).toEqual(plainPositions(plain))
  const between = plain.filter(({ debtorBank, creditorBank }) => debtorBank !== creditorBank)
  expect(flows.reduce((sum, flow) => sum + flow.payments, 0)).toBe(between.length)
  expect(throughNumber).toBeGreaterThan(gathered.readThroughNumber)
})

test('goes no further than numbers that are committed', async () => {
  await generatePayments(rows, 1, 12_000)
  await using client = await connected()
  await client.rows('begin')
  await generatePayments(client, 12_001, 40_000)
  expect((await gather()).readThroughNumber).toBe(10_000)
  await client.rows('commit')
  expect((await gather()).readThroughNumber).toBeGreaterThanOrEqual(35_000)
})

test('ends between two parts when it is to stop, and what it has by then is right', async () => {
  await generatePayments(rows, 1, 33_000)
  const stopping = new AbortController()
  const gathering = gather({ stopping: stopping.signal, numbersPerPart: 1_000 })
  setTimeout(() => stopping.abort(), 50)
  const early = await gathering
  expect(early.readThroughNumber).toBeLessThan(33_000)
  const [one, other] = [await whole(early), await whole(nothingGathered(0))]
  expect(net(one.flows)).toEqual(net(other.flows))
  expect(one.throughNumber).toBe(other.throughNumber)
})

test('is no more than a double counts, and the closing takes no more than that either', async () => {
  await generatePayments(rows, 1, 33_000)
  // 9,007 of them are as much as a double counts; three of four are between two banks.
  await rows.rows(`update payment set amount_minor = 1000000000000`)
  const gathered = await gather()
  expect(gathered.readThroughNumber).toBe(10_000)
  const { flows } = await whole(gathered)
  const gross = addUp(flows).reduce((sum, { grossMinor }) => sum + grossMinor, 0n)
  expect(gross).toBeLessThanOrEqual(BigInt(Number.MAX_SAFE_INTEGER))
})

async function connected() {
  const client = new pg.Client({ connectionString: scratch.url })
  await client.connect()
  return {
    rows: async <Row extends object>(sql: string, values?: unknown[]): Promise<Row[]> =>
      (await client.query<Row>(sql, values)).rows,
    [Symbol.asyncDispose]: async () => client.end(),
  }
}
