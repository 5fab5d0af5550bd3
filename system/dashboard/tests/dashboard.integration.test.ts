import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBrowser } from '../../testing/browser.ts'
import { eventually } from '../../testing/eventually.ts'
import { Proxy } from '../../testing/proxy.ts'
import { SystemUnderTest, testToken } from '../../testing/system-process.ts'
import { formatMinor } from '../model/format.ts'
import { figure, waitForConnection } from './sign-in.ts'
import { signIn, tableRows, visit } from './testing.ts'

/** The page as its users have it: a real browser, a real system, real payments. */
let system: SystemUnderTest
let browser: Browser
let proxy: Proxy
let throughProxy: string

beforeAll(async () => {
  system = await new SystemUnderTest().prepare()
  await system.start()
  await system.ready()
  const { hostname, port } = new URL(system.baseUrl)
  proxy = new Proxy({ host: hostname, port: Number(port) })
  throughProxy = `http://${await proxy.listen()}`
  browser = await openBrowser()
})

afterAll(async () => {
  await browser?.close()
  await proxy?.[Symbol.asyncDispose]()
  await system?.[Symbol.asyncDispose]()
})

const account = (number: number): string => `ACC-${String(number).padStart(6, '0')}`

async function pay(key: string, debtor: number, amountMinor: number): Promise<number> {
  const order = {
    debtorAccount: account(debtor),
    creditorAccount: account(debtor + 1),
    amountMinor,
    currency: 'USD',
  }
  return (await system.pay(key, order)).status
}

describe('who looks', () => {
  test('is asked for a token, and told when the server does not know it', async () => {
    const context = await browser.newContext()
    const page = await context.newPage()
    await page.goto(`${system.baseUrl}/dashboard/`)
    await signIn(page, 'no-such-token')
    const problem = page.getByRole('alert')
    await problem.getByText('Not signed in').waitFor()
    await signIn(page)
    await waitForConnection(page, 'live')
    await page.reload()
    await waitForConnection(page, 'live')
    expect(await page.evaluate(() => localStorage.length)).toBe(0)
    const kept = await page.evaluate(() => Object.values(sessionStorage).join())
    expect(kept).toContain('interbank')
    expect(kept).not.toContain(testToken)
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByLabel('Bearer token').waitFor()
    expect(await page.evaluate(() => sessionStorage.length)).toBe(0)
    await context.close()
  })

  test('and can have no session is told so; the token stays in the page that runs, until there is one', async () => {
    const context = await browser.newContext()
    const page = await context.newPage()
    const sockets: string[] = []
    page.on('websocket', (socket) => sockets.push(socket.url()))
    const sessions = '**/api/v1/sessions'
    await page.route(sessions, async (route) => route.fulfill({ status: 503 }))
    await page.goto(`${system.baseUrl}/dashboard/`)
    await signIn(page)
    await waitForConnection(page, 'polling')
    await page.locator('#now[data-freshness="live"]').waitFor()
    await page.getByText('The server cannot open a session at the moment').waitFor()
    const kept = async (): Promise<string> =>
      page.evaluate(() => JSON.stringify([localStorage, sessionStorage, document.cookie]))
    expect(await kept()).toBe('[{},{},""]')
    expect(sockets).toEqual([])
    await page.reload()
    await signIn(page)
    await waitForConnection(page, 'polling')
    await page.unroute(sessions)
    await waitForConnection(page, 'live')
    expect(await page.getByText('The server cannot open a session').isVisible()).toBe(false)
    expect(sockets.length).toBe(1)
    expect([...sockets, await kept()].join()).not.toContain(testToken)
    await context.close()
  })
})

describe('figures', () => {
  test('before the first payment the page says that there are none, and why', async () => {
    const { page, complaints } = await visit(browser, system.baseUrl)
    await waitForConnection(page, 'live')
    await page.getByText('No payment was made yet').waitFor()
    expect(await figure(page, 'success')).toBe('–')
    expect(complaints).toEqual([])
    await page.context().close()
  })

  test('are those of the database', async () => {
    const { page, complaints } = await visit(browser, system.baseUrl)
    for (let index = 0; index < 30; index += 1) {
      expect(await pay(`figure-${index}`, 10 + index, 1_000 + index * 7)).toBe(201)
    }
    // What little is on these accounts is less than a hundred.
    for (let index = 0; index < 3; index += 1) {
      expect(await poorPayment(`poor-${index}`)).toBe(422)
    }
    await system.quiescent()
    const [counted] = await system.rows<{ settled: string; rejected: string; minor: string }>(`
      select count(*) filter (where rejection is null) as settled,
        count(*) filter (where rejection is not null) as rejected,
        sum(amount_minor) filter (where rejection is null and currency = 'USD') as minor
      from payment where tenant = 'interbank'`)
    await eventually('the page showing what the database holds', async () => {
      const shown = [await figure(page, 'settled'), await figure(page, 'failed')]
      return shown.join() === `${counted?.settled},${counted?.rejected}` ? true : undefined
    })
    const volume = formatMinor(BigInt(counted?.minor ?? 0))
    await eventually('the volume in dollars being shown', async () => {
      const volumes = await tableRows(page, 'currencies')
      return volumes.find(([currency]) => currency === 'USD')?.[2] === volume ? true : undefined
    })
    const newest = (await newestIds(25)).join()
    await eventually('the newest payments being listed', async () =>
      (await shownIds(page)).join() === newest ? true : undefined,
    )
    expect(complaints).toEqual([])
    await page.context().close()
  })
})

async function poorPayment(key: string): Promise<number> {
  const [poor] = await system.rows<{ number: string; currency: string; other: string }>(`
    select a.number, a.currency, b.number as other from account a
    join account b on b.tenant = a.tenant and b.currency = a.currency and b.number <> a.number
    where a.tenant = 'interbank' and a.number = 'ACC-000991' order by b.number limit 1`)
  const order = {
    debtorAccount: poor?.number,
    creditorAccount: poor?.other,
    amountMinor: 1_000_000,
    currency: poor?.currency,
  }
  return (await system.pay(key, order)).status
}

async function newestIds(count: number): Promise<readonly string[]> {
  const rows = await system.rows<{ id: string }>(
    `select id from payment where tenant = 'interbank' order by id desc limit ${count}`,
  )
  return rows.map(({ id }) => id)
}

async function shownIds(page: Page): Promise<readonly string[]> {
  return (await tableRows(page, 'payments')).map((cells) => cells.at(-1) ?? '')
}

describe('a connection that is lost', () => {
  test('is seen, nothing is shown as live meanwhile, and it comes back by itself', async () => {
    const { page } = await visit(browser, throughProxy)
    await waitForConnection(page, 'live')
    const panel = page.locator('#now')
    // Figures that were never read are none, and cannot be stale.
    await page.locator('#now[data-freshness="live"]').waitFor()
    proxy.cut()
    await waitForConnection(page, 'lost')
    await page.locator('#now[data-freshness="stale"]').waitFor()
    expect(await panel.getByText('Not live: as of').isVisible()).toBe(true)
    expect(await page.getByRole('status').innerText()).toContain('not live')
    expect(await pay('while-away', 50, 4_242)).toBe(201)
    proxy.mend()
    await waitForConnection(page, 'live', 40_000)
    await page.locator('#now[data-freshness="live"]').waitFor()
    await system.quiescent()
    await eventually('what happened meanwhile being shown', async () => {
      const [shown, stored] = [await shownIds(page), await newestIds(1)]
      return shown[0] === stored[0] ? true : undefined
    })
    await page.context().close()
  })

  test('can be tried again at once by whoever does not want to wait', async () => {
    const { page } = await visit(browser, throughProxy)
    await waitForConnection(page, 'live')
    proxy.cut()
    // Its first tries come so soon that the button may be gone before it is pressed.
    await page.getByText(/retry in (?:[6-9]|1\d) s\b/).waitFor()
    proxy.mend()
    const pressed = performance.now()
    await page.getByRole('button', { name: 'Reconnect now' }).click()
    await waitForConnection(page, 'live')
    expect(performance.now() - pressed).toBeLessThan(5_000)
    await page.context().close()
  })
})
