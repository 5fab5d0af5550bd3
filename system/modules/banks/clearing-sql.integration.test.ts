import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createScratchDatabase } from '../../testing/scratch-database.ts'
import type { ScratchDatabase } from '../../testing/scratch-database.ts'
import { banks } from './banks.ts'
import { bankStatusAt } from './status.ts'
import { createClearingWindows } from './windows.ts'

let scratch: ScratchDatabase
beforeAll(async () => {
  scratch = await createScratchDatabase()
})
afterAll(async () => {
  await scratch[Symbol.asyncDispose]()
})

test('the tables hold the banks as the hot path has them', async () => {
  const rows = await scratch.database.query(`
    select bank.bic, bank.name, bank.country, bank.city, bank.time_zone as "timeZone",
      bank.home_currency as "homeCurrency", bank.traded_currencies as "tradedCurrencies",
      bank.daily_limit_usd_minor as "dailyLimitUsdMinor",
      json_build_object('opens', to_char(min(hours.opens), 'HH24:MI'), 'closes', to_char(max(hours.closes), 'HH24:MI'),
        'weekdays', json_agg(hours.weekday order by hours.weekday)) as window
    from bank join bank_window as hours on hours.bank = bank.bic group by bank.bic order by bank.bic`)
  const expected = banks
    .map(({ window, ...bank }) => ({
      ...bank,
      window: { ...window, weekdays: window.weekdays.toSorted((one, other) => one - other) },
    }))
    .toSorted((one, other) => (one.bic < other.bic ? -1 : 1))
  expect(rows).toEqual(expected)
})

describe('the function in SQL and the spans in memory agree', () => {
  const from = Date.parse('2026-01-01T00:00:00Z')
  const yearMs = 365 * 86_400_000

  test.each(banks.map(({ city, bic }) => [city, bic] as const))(
    'for %s, over a year of instants',
    async (_city, bic) => {
      const windows = createClearingWindows()
      const edges: number[] = []
      for (let atMs = from; atMs < from + yearMs; atMs = windows.spanAt(bic, atMs).untilMs) {
        const { untilMs } = windows.spanAt(bic, atMs)
        edges.push(untilMs - 1, untilMs)
      }
      const sampled = Array.from({ length: 8_000 }, (_, index) => from + index * 3_941_977)
      const instants = [...sampled, ...edges]
      const rows = await scratch.database.queryArrays<readonly [boolean]>(
        `select is_bank_in_clearing_window($1, to_timestamp(at / 1000.0))
         from unnest($2::bigint[]) with ordinality as sample (at, n) order by n`,
        [bic, instants],
      )
      expect(edges.length).toBeGreaterThan(1_000)
      expect(rows.map(([open]) => open)).toEqual(instants.map((at) => windows.isOpen(bic, at)))
    },
  )

  test('on the next edges, too', async () => {
    const windows = createClearingWindows()
    const sampled = Array.from({ length: 300 }, (_, index) => from + index * 105_000_001)
    for (const atMs of sampled) {
      const rows = await scratch.database.query(
        `select bic, is_open as "open", opens_at as "opensAt", closes_at as "closesAt"
         from bank_clearing_status(to_timestamp($1::bigint / 1000.0))`,
        [atMs],
      )
      const expected = banks.map((bank) => {
        const { bic, open, opensAt, closesAt } = bankStatusAt(bank, windows, atMs)
        return { bic, open, opensAt: new Date(opensAt), closesAt: new Date(closesAt) }
      })
      expect(new Map(rows.map((row) => [row['bic'], row]))).toEqual(
        new Map(expected.map((row) => [row.bic, row])),
      )
    }
  })
})

test('a bank that nobody knows is neither open nor closed', async () => {
  const [row] = await scratch.database.query(
    `select is_bank_in_clearing_window('NOBODYXXXXX', now()) as open`,
  )
  expect(row).toEqual({ open: null })
})

test('whoever looks by hand sees all banks as of now', async () => {
  const rows = await scratch.database.query('select bic, is_open from bank_status order by bic')
  expect(rows.map(({ bic }) => bic)).toEqual(banks.map(({ bic }) => bic).toSorted())
})
