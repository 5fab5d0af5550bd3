import pg from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Database } from '../../platform/postgres/database.ts'
import { createScratchDatabase } from '../../testing/scratch-database.ts'
import type { ScratchDatabase } from '../../testing/scratch-database.ts'
import { readPlaces } from './flows.ts'
import { CycleGathering, forCycle, nothingGathered, readRest } from './gathering.ts'
import type { Gathered } from './gathering.ts'
import { plainPositions } from './netting-oracle.ts'
import { net } from './positions.ts'
import { flowsInRange } from './statements.ts'
import { generatePayments, plainPayments } from './testing.ts'

const tenant = 'interbank'
const numbersPerPart = 5_000

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
const neverStopping = new AbortController().signal

function gathering(database: Database = scratch.database): CycleGathering {
  return new CycleGathering({ database, numbersPerPart })
}

async function withRest(gathered: Gathered) {
  return scratch.database.transaction(async (on) => readRest(on, tenant, gathered))
}

/** Does something before each part is read. */
function beforeParts(act: (part: number) => Promise<void>): Database {
  let parts = 0
  return {
    ...scratch.database,
    transaction: async (work) => {
      parts += 1
      await act(parts)
      return scratch.database.transaction(work)
    },
  }
}

describe('what is gathered of a cycle', () => {
  test('is all but the last stretch, and with that the positions of the oracle', async () => {
    await generatePayments(rows, 1, 33_000)
    const gathered = await gathering().gather(tenant, neverStopping)
    expect(gathered.readThroughNumber).toBe(30_000)
    await generatePayments(rows, 33_001, 35_000)
    const { flows, throughNumber } = await withRest(gathered)
    const plain = await plainPayments(rows)
    const found = net(flows).positions.map(({ currency, bank, counterparty, ...position }) => [
      `${currency} ${bank}${counterparty === '' ? '' : ` ${counterparty}`}`,
      position.incomingMinor - position.outgoingMinor,
    ])
    expect(Object.fromEntries(found)).toEqual(plainPositions(plain))
    const between = plain.filter(({ debtorBank, creditorBank }) => debtorBank !== creditorBank)
    expect(flows.reduce((sum, flow) => sum + flow.payments, 0)).toBe(between.length)
    expect(throughNumber).toBeGreaterThan(33_000)
  })

  test('goes no further than numbers that are committed', async () => {
    await generatePayments(rows, 1, 12_000)
    await using client = await connected()
    await client.rows('begin')
    await generatePayments(client, 12_001, 40_000)
    expect(await gathering().gather(tenant, neverStopping)).toMatchObject({
      readThroughNumber: 10_000,
    })
    await client.rows('commit')
    expect(await gathering().gather(tenant, neverStopping)).toMatchObject({
      readThroughNumber: 40_000,
    })
  })

  test('goes on where it was: after a stop, and after a part that failed', async () => {
    await generatePayments(rows, 1, 33_000)
    const stopping = new AbortController()
    const parts: number[] = []
    const gathering = new CycleGathering({
      numbersPerPart,
      database: beforeParts(async (part) => {
        parts.push(part)
        if (part === 2) stopping.abort()
        if (part === 4) throw new Error('no connection')
      }),
    })
    const stopped = await gathering.gather(tenant, stopping.signal)
    expect(stopped.readThroughNumber).toBe(10_000)
    await expect(gathering.gather(tenant, neverStopping)).rejects.toThrow('no connection')
    const whole = await gathering.gather(tenant, neverStopping)
    expect(whole.readThroughNumber).toBe(30_000)
    expect(parts).toHaveLength(7)
    const [one, other] = [await withRest(whole), await withRest(nothingGathered(0))]
    expect(net(one.flows)).toEqual(net(other.flows))
    expect(one.throughNumber).toBe(other.throughNumber)
  })

  test('ends after some passes where payments come as fast as they are read', async () => {
    await generatePayments(rows, 1, 5_000)
    const arriving = beforeParts(async (part) => {
      if (part < 20) await generatePayments(rows, 5_000 * part + 1, 5_000 * (part + 1))
    })
    const { readThroughNumber } = await gathering(arriving).gather(tenant, neverStopping)
    expect(readThroughNumber).toBe(15_000)
  })

  test('is no more than a double counts, and the closing takes no more than that either', async () => {
    await generatePayments(rows, 1, 33_000)
    // 9,007 of them are as much as a double counts; three of four are between two banks.
    await rows.rows(`update payment set amount_minor = 1000000000000`)
    const gathered = await gathering().gather(tenant, neverStopping)
    expect(gathered.readThroughNumber).toBe(10_000)
    const { flows, throughNumber } = await withRest(gathered)
    expect({ flows, throughNumber }).toEqual({
      flows: gathered.flows,
      throughNumber: gathered.throughNumber,
    })
    const [last] = await rows.rows<{ number: number }>(
      `select max(settlement_number) as number from payment
       join account d on d.id = debtor_id join account c on c.id = creditor_id
       where d.bank <> c.bank and settlement_number <= 10000`,
    )
    expect(throughNumber).toBe(last?.number)
  })

  test('is of no use to another cycle, or where a server has lost what was seen', async () => {
    await generatePayments(rows, 1, 12_000)
    const gathered = await gathering().gather(tenant, neverStopping)
    expect(await forCycle(scratch.database, gathered, 0)).toBe(gathered)
    expect(await forCycle(scratch.database, gathered, 7)).toEqual(nothingGathered(7))
    // The last numbers are given to other payments.
    await rows.rows(`delete from payment where settlement_number > 11000`)
    await rows.rows(`alter sequence payment_settlement_number restart with 11001`)
    await generatePayments(rows, 20_001, 22_000)
    expect(await forCycle(scratch.database, gathered, 0)).toEqual(nothingGathered(0))
  })
})

test('a range is found by its numbers before the first analyze, whatever the tenant', async () => {
  await generatePayments(rows, 1, 20_000)
  const { places, banks } = await readPlaces(scratch.database, tenant)
  const plan = await rows.rows<{ 'QUERY PLAN': string }>(`explain ${flowsInRange}`, [
    tenant,
    5_000,
    6_000,
    places,
    banks,
  ])
  const indexes = plan
    .map((row) => / on (payment_\w+)| using (payment_\w+)/.exec(row['QUERY PLAN']))
    .filter((found) => found !== null)
  expect(indexes.map(([, one, other]) => one ?? other)).toEqual(['payment_by_settlement_number'])
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
