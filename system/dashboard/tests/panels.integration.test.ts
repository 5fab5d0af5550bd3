import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser } from '../../testing/browser.ts'
import { eventually } from '../../testing/eventually.ts'
import { SystemUnderTest } from '../../testing/system-process.ts'
import { formatMinor, formatPercent } from '../model/format.ts'
import { figure, waitForConnection } from './sign-in.ts'
import { tableRows, visit } from './testing.ts'

/** Every panel against the tables that its figures come from. */
let system: SystemUnderTest
let browser: Browser
let page: Page
let complaints: readonly string[]

const account = (number: number): string => `ACC-${String(number).padStart(6, '0')}`

/** From 1,001 on: four banks in turn, eight currencies in blocks of four. */
const orders: readonly (readonly [number, number, number, string])[] = [
  [1_001, 1_002, 125_000, 'USD'],
  [1_001, 1_003, 90_000, 'USD'],
  [1_002, 1_001, 40_000, 'USD'],
  [1_005, 1_005 + 32, 777_700, 'AED'],
  [1_004, 1_007, 55_500, 'USD'],
  [1_017, 1_020, 31_415, 'INR'],
]
/** 46 million dollars: more than passes without a look. */
const heldMinor = 4_600_000_000

beforeAll(async () => {
  system = await new SystemUnderTest({
    FX_TICK_INTERVAL_MS: '3600000',
    NETTING_INTERVAL_MS: '3600000',
  }).prepare()
  await system.start()
  await system.ready()
  for (const [index, [debtor, creditor, amountMinor, currency]] of orders.entries()) {
    await pay(201, `order-${index}`, { debtor, creditor, amountMinor, currency })
  }
  const held = { debtor: 1_001, creditor: 1_004, amountMinor: heldMinor, currency: 'USD' }
  await pay(202, 'held', held)
  await system.quiescent()
  browser = await openBrowser()
  const visited = await visit(browser, system.baseUrl)
  page = visited.page
  complaints = visited.complaints
  await waitForConnection(page, 'live')
})

afterAll(async () => {
  await browser?.close()
  await system?.[Symbol.asyncDispose]()
})

interface Order {
  readonly debtor: number
  readonly creditor: number
  readonly amountMinor: number
  readonly currency: string
}

async function pay(
  status: number,
  key: string,
  { debtor, creditor, ...rest }: Order,
): Promise<void> {
  const accounts = { debtorAccount: account(debtor), creditorAccount: account(creditor) }
  const answer = await system.pay(key, { ...accounts, ...rest })
  if (answer.status !== status) {
    throw new Error(`${key} got ${answer.status}, expected ${status}: ${answer.text}`)
  }
}

/** Waits until some columns of a panel's table are what the database says, in whatever order. */
async function expectRows(
  panel: string,
  columns: readonly number[],
  sql: string,
  textOf: (row: Record<string, string>) => readonly string[],
): Promise<void> {
  const wanted = (await system.rows<Record<string, string>>(sql)).map((row) =>
    textOf(row).join(' | '),
  )
  expect(wanted.length).toBeGreaterThan(0)
  let shown: readonly string[] = []
  const read = async (): Promise<true | undefined> => {
    const rows = await tableRows(page, panel)
    shown = rows.map((cells) => columns.map((column) => cells[column]).join(' | '))
    return sorted(shown) === sorted(wanted) ? true : undefined
  }
  await eventually(`#${panel} showing the database's figures`, read).catch(() => {})
  expect(sorted(shown)).toBe(sorted(wanted))
}

function sorted(lines: readonly string[]): string {
  return [...lines].sort().join('\n')
}

const corridors = (where: string): string => `
  select left(debtor.bank, 4) as "from", left(creditor.bank, 4) as "to", count(*)::text as count
  from payment join account debtor on debtor.id = debtor_id
  join account creditor on creditor.id = creditor_id
  where payment.tenant = 'interbank' and kind = 'payment' and ${where} group by 1, 2`

test('flows between banks are the settled payments', async () => {
  await expectRows('flows', [0, 1, 2], corridors("status = 'settled'"), (row) => [
    row['from'] ?? '',
    row['to'] ?? '',
    row['count'] ?? '',
  ])
})

test('rates are the latest that were stored', async () => {
  const sql = `select currency, (usd_per_unit_e9 / 1e9)::text as rate from fx_latest_rate where currency <> 'USD'`
  await expectRows('fx', [0, 1], sql, ({ currency = '', rate }) => [
    currency,
    new Intl.NumberFormat('en-GB', {
      minimumSignificantDigits: 6,
      maximumSignificantDigits: 6,
    }).format(Number(rate)),
  ])
})

test('pools have the balances of their accounts', async () => {
  const sql = `select currency, balance_minor, percent_of_initial from liquidity_pool_status where tenant = 'interbank'`
  await expectRows('pools', [0, 2, 3], sql, (row) => [
    row['currency'] ?? '',
    formatPercent(Number(row['percent_of_initial'])),
    formatMinor(BigInt(row['balance_minor'] ?? 0)),
  ])
})

test('days are counted as they were recorded', async () => {
  const sql = `select count(*)::text as recorded, count(*) filter (where status = 'settled') as settled,
      count(*) filter (where status = 'in-review') as held
    from payment where tenant = 'interbank' and kind = 'payment'`
  const [counted] = await system.rows<Record<string, string>>(sql)
  await eventually('today being shown', async () => {
    const today = (await tableRows(page, 'history')).at(-1) ?? []
    const shown = [today[1], today[2], today[5]].join()
    return shown === [counted?.['recorded'], counted?.['settled'], counted?.['held']].join()
      ? true
      : undefined
  })
  expect(counted?.['recorded']).toBe(String(orders.length + 1))
})

test('a payment that is held is shown with its reason, counted, and warm on the heat map', async () => {
  const held = await eventually('the held payment being listed', async () => {
    return (await tableRows(page, 'reviews'))[0]
  })
  expect(held.slice(1, 3)).toEqual(['large amount, unusual pair', '46,000,000.00 USD'])
  expect(await figure(page, 'waiting-reviews')).toBe('1')
  expect((await tableRows(page, 'alerts'))[0]?.[1]).toBe('In review')
  const [row] = (await tableRows(page, 'heat-map')).filter(([from]) => from === 'ENBX')
  expect(row).toContain('50.0%of 2')
})

test('all banks clear, by their own clocks', async () => {
  const rows = await eventually('four banks being shown', async () => {
    const banks = await tableRows(page, 'banks')
    return banks.length === 4 ? banks : undefined
  })
  expect(rows.map((cells) => cells[1])).toEqual(['Open', 'Open', 'Open', 'Open'])
  expect(rows.map((cells) => cells[3]?.slice(6))).toEqual([
    'Dubai',
    'Jerusalem',
    'Karachi',
    'Kolkata',
  ])
})

test('a netting cycle that is closed appears with what it netted', async () => {
  const closed = await system.request('/api/v1/netting/cycles', { body: {} })
  expect(closed.status).toBe(201)
  const sql = `select '#' || id as id, payments::text from netting_cycle where tenant = 'interbank'`
  await expectRows('cycles', [0, 3], sql, ({ id = '', payments = '' }) => [id, payments])
})

test('no panel is without its figures, and the page complained of nothing', async () => {
  const faults = await page.locator('.panel-message:visible').allInnerTexts()
  // What has not happened is no fault: no pool had to be rebalanced, and all was netted.
  const expected = [/^No pool had to be rebalanced/, /^No payment between banks since/]
  expect(faults.filter((text) => !expected.some((pattern) => pattern.test(text)))).toEqual([])
  expect(complaints).toEqual([])
})
