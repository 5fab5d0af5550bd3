import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser } from '../../testing/browser.ts'
import { SystemUnderTest } from '../../testing/system-process.ts'
import { waitForConnection } from './sign-in.ts'
import { signIn } from './testing.ts'

/**
 * What time the page says that it is, where system and browser do not agree on the day, the hour or
 * the zone.
 */
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

/** Times that were written onto the canvas since the last call, as seconds of the day. */
async function drawnTimes(page: Page): Promise<readonly number[]> {
  const texts = await page.evaluate(() => {
    const drawn = (globalThis as unknown as { drawn: string[] }).drawn
    return drawn.splice(0)
  })
  return texts
    .map((text) => /^(\d\d):(\d\d)(?::(\d\d))?$/.exec(text))
    .filter((parts) => parts !== null)
    .map(([, hours, minutes, seconds = 0]) =>
      [hours, minutes, seconds].reduce<number>((sum, part) => sum * 60 + Number(part), 0),
    )
}

async function systemSeconds(): Promise<number> {
  const { json } = await system.request('/api/v1/banks')
  return Math.floor((Date.parse(String(json['at'])) / 1_000) % 86_400)
}

test('marks of the throughput chart are times of the system, from the first that is drawn', async () => {
  // Half an hour off UTC, so that marks at full minutes of the browser's time are none of the
  // system's.
  const context = await browser.newContext({ timezoneId: 'Asia/Kolkata' })
  await context.addInitScript(() => {
    const drawn: string[] = []
    Object.assign(globalThis, { drawn })
    const { prototype } = CanvasRenderingContext2D
    const fillText = Object.getOwnPropertyDescriptor(prototype, 'fillText')?.value as () => void
    prototype.fillText = function record(...all: [text: string, x: number, y: number]) {
      drawn.push(all[0])
      Reflect.apply(fillText, this, all)
    }
  })
  const page = await context.newPage()
  // What tells the system's time comes late, after figures of which there is a chart.
  await page.route('**/api/v1/banks', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 4_000))
    await route.continue()
  })
  await page.goto(`${system.baseUrl}/dashboard/`)
  await signIn(page)
  await waitForConnection(page, 'live')
  const startedS = await systemSeconds()
  const times: number[] = []
  await expect
    .poll(
      async () => {
        times.push(...(await drawnTimes(page)))
        return new Set(times).size
      },
      { timeout: 60_000, interval: 1_000 },
    )
    .toBeGreaterThanOrEqual(3)
  const endedS = await systemSeconds()
  expect(Math.min(...times)).toBeGreaterThanOrEqual(startedS - 10)
  expect(Math.max(...times)).toBeLessThanOrEqual(endedS + 10)
  const shown = await page.locator('#clock').innerText()
  expect(shown).toMatch(/^09:\d\d:\d\d$/)
  await context.close()
})
