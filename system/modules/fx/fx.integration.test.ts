import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { expectProblem } from '../../testing/expectations.ts'
import { SystemUnderTest } from '../../testing/system-process.ts'
import { currencies } from './currencies.ts'

let system: SystemUnderTest

beforeAll(async () => {
  system = await new SystemUnderTest({
    FX_TICK_INTERVAL_MS: '20',
    FX_SEED: '5',
    // The real time: it does not begin anew when the process does.
    CLOCK_STARTS_AT: '',
  }).prepare()
  await system.start()
  await system.until('ticking', async () => (await latestId()) > 30)
})
afterAll(async () => system[Symbol.asyncDispose]())

async function latestId(): Promise<number> {
  return Number((await system.request('/api/v1/fx/rates')).json['snapshotId'])
}

interface History {
  readonly items: readonly { snapshotId: number; at: string; rateE9: number }[]
}

async function history(query: string): Promise<History> {
  return (await system.request(`/api/v1/fx/rates/history?${query}`)).json as unknown as History
}

describe('the latest rates', () => {
  test('are those of a stored snapshot', async () => {
    const { json } = await system.request('/api/v1/fx/rates')
    const rates = json['usdPerUnitE9'] as Record<string, number>
    expect(Object.keys(rates)).toEqual([...currencies])
    const rows = await system.rows<{ currency: string; usd_per_unit_e9: string }>(
      'select currency, usd_per_unit_e9 from fx_rate where snapshot_id = $1',
      [json['snapshotId']],
    )
    expect(rates).toEqual(
      Object.fromEntries(rows.map((row) => [row.currency, Number(row.usd_per_unit_e9)])),
    )
  })

  test('go on after the process was killed', async () => {
    const before = await latestId()
    await system.end('SIGKILL')
    await system.start()
    expect(await latestId()).toBeGreaterThan(before)
  })
})

describe('the history of a pair', () => {
  test('is in order of time and within its bounds', async () => {
    const { items } = await history('pair=EURUSD')
    const times = items.map(({ at }) => at)
    expect(items.length).toBeGreaterThan(20)
    expect(times).toEqual(times.toSorted())
    const [from, to] = [times[5] ?? '', times[15] ?? '']
    const part = await history(`pair=EURUSD&from=${from}&to=${to}`)
    expect(part.items.map(({ at }) => at)).toEqual(times.slice(5, 15))
  })

  test('is picked evenly when there is more than was asked for', async () => {
    const { items } = await history('pair=GBPINR&points=7')
    const [first = 0, second = 0, ...others] = items.map(({ snapshotId }) => snapshotId)
    expect(items.length).toBeGreaterThan(3)
    expect(items.length).toBeLessThanOrEqual(7)
    expect(others.map((id, index) => id - first - (index + 2) * (second - first))).toEqual(
      others.map(() => 0),
    )
  })

  test('is what the quote currency costs by the rates of each snapshot', async () => {
    const { items } = await history('pair=EURUSD&points=2000')
    const rows = await system.rows<{ eur_e9: string }>(
      'select eur_e9 from fx_snapshot where id = any ($1) order by id',
      [items.map(({ snapshotId }) => snapshotId)],
    )
    expect(items.map(({ rateE9 }) => rateE9)).toEqual(rows.map(({ eur_e9: rate }) => Number(rate)))
  })

  test.each([
    ['pair=EURXXX', 'invalid-request'],
    ['pair=EUR', 'invalid-request'],
    ['points=5', 'invalid-request'],
    ['pair=EURUSD&points=2001', 'invalid-request'],
    ['pair=EURUSD&points=0', 'invalid-request'],
    ['pair=EURUSD&from=yesterday', 'invalid-request'],
    ['pair=EURUSD&from=2026-01-07T10:00:00Z&to=2026-01-07T10:00:00Z', 'span-empty'],
    ['pair=EURUSD&from=2026-01-08T10:00:00Z&to=2026-01-07T10:00:00Z', 'span-empty'],
  ])('of %s is refused', async (query, code) => {
    expectProblem(await system.request(`/api/v1/fx/rates/history?${query}`), 400, code)
  })

  test('of a time before all snapshots is empty', async () => {
    const span = 'from=2001-01-01T00:00:00Z&to=2001-01-02T00:00:00Z'
    expect((await history(`pair=EURUSD&${span}`)).items).toEqual([])
  })
})

describe('a quote', () => {
  test('is exact by the rates that it names', async () => {
    const query = 'from=USD&to=PKR&amount_minor=123456789'
    const { json } = await system.request(`/api/v1/fx/quote?${query}`)
    const [row] = await system.rows<{ pkr_e9: string }>(
      'select pkr_e9 from fx_snapshot where id = $1',
      [json['snapshotId']],
    )
    const { numerator, denominator } = json['remainder'] as Record<string, number>
    expect(String(denominator)).toBe(row?.pkr_e9)
    expect(
      BigInt(Number(json['creditedMinor'])) * BigInt(denominator ?? 0) + BigInt(numerator ?? 0),
    ).toBe(123_456_789n * 1_000_000_000n)
  })

  test.each([
    'from=USD&to=XXX&amount_minor=1',
    'from=USD&to=EUR&amount_minor=0',
    'from=USD&to=EUR&amount_minor=1.5',
    'from=USD&to=EUR&amount_minor=10000000000001',
    'from=USD&to=EUR',
  ])('of %s is refused', async (query) => {
    expectProblem(await system.request(`/api/v1/fx/quote?${query}`), 400, 'invalid-request')
  })
})

test('ticks, spikes and the age of the rates are metrics', async () => {
  const { text } = await system.request('/metrics')
  expect(text).toMatch(/fx_ticks_total\{outcome="stored"\} \d+/)
  expect(text).toMatch(/fx_rates_age_seconds [\d.e-]+/)
})
