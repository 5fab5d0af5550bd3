import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser } from '../../testing/browser.ts'
import { busyShare } from '../../testing/chromium.ts'
import { eventually } from '../../testing/eventually.ts'
import { SystemUnderTest } from '../../testing/system-process.ts'
import { formatCount } from '../model/format.ts'
import { SteadyLoad } from './steady-load.ts'
import { figure, waitForConnection } from './sign-in.ts'
import { visit } from './testing.ts'

let system: SystemUnderTest
let browser: Browser

beforeAll(async () => {
  system = await new SystemUnderTest().prepare()
  await system.start()
  await system.ready()
  browser = await openBrowser()
})

afterAll(async () => {
  await browser?.close()
  await system?.[Symbol.asyncDispose]()
})

test('under 3,000 payments/s the main thread is busy for less than 30 % of its time, and the page stays small', async () => {
  const { page, complaints } = await visit(browser, system.baseUrl)
  await waitForConnection(page, 'live')
  await using load = new SteadyLoad(system, 3_000)
  await page.waitForTimeout(5_000)
  const before = load.accepted
  const started = performance.now()
  const busy = await busyShare(page, 15_000)
  const perSecond = Math.round((load.accepted - before) / ((performance.now() - started) / 1_000))
  const shown = await figure(page, 'tps')
  const elements = await page.evaluate(() => document.querySelectorAll('*').length)
  await load.stop()
  process.stdout.write(
    `dashboard: main thread ${(busy * 100).toFixed(1)} % busy at ${perSecond} payments/s, ` +
      `the page says ${shown}/s, ${elements} elements; answers ${JSON.stringify([...load.statuses])}\n`,
  )
  expect(busy).toBeLessThan(0.3)
  expect(elements).toBeLessThan(3_000)
  expect(complaints).toEqual([])
  expect(await page.locator('#connection').getAttribute('data-state')).toBe('live')
  await system.quiescent()
  const [counted] = await system.rows<{ settled: string }>(
    `select count(*) as settled from payment where status = 'settled' and kind = 'payment'`,
  )
  const settled = formatCount(Number(counted?.settled))
  await eventually('the page showing what the database holds', async () =>
    (await figure(page, 'settled')) === settled ? true : undefined,
  )
  await page.context().close()
})
