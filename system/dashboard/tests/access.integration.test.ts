import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBrowser } from '../../testing/browser.ts'
import { SystemUnderTest } from '../../testing/system-process.ts'
import { waitForConnection } from './sign-in.ts'
import { visit } from './testing.ts'

/** Whether everyone can use the page: by keyboard, by ear, on a phone, in the dark. */
let system: SystemUnderTest
let browser: Browser

beforeAll(async () => {
  system = await new SystemUnderTest().prepare()
  await system.start()
  await system.ready()
  const order = { debtorAccount: 'ACC-000001', creditorAccount: 'ACC-000002', currency: 'USD' }
  await system.pay('one', { ...order, amountMinor: 2_500 })
  browser = await openBrowser()
})

afterAll(async () => {
  await browser?.close()
  await system?.[Symbol.asyncDispose]()
})

interface Stop {
  readonly name: string
  readonly isMarked: boolean
}

/** What has the focus, and whether that can be seen. */
async function focused(page: Page): Promise<Stop | undefined> {
  return page.evaluate(() => {
    const element = document.activeElement
    if (element === null || element === document.body) {
      return undefined
    }
    const name = element.getAttribute('aria-label') ?? element.textContent ?? ''
    const { outlineStyle, outlineWidth } = getComputedStyle(element)
    return { name, isMarked: outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2 }
  })
}

describe('by keyboard', () => {
  test('everything that can be used is reached in order, and the focus is seen', async () => {
    const { page } = await visit(browser, system.baseUrl)
    await waitForConnection(page, 'live')
    await page.locator('#payments tbody tr').first().waitFor()
    await page.evaluate(() => {
      ;(document.activeElement as HTMLElement | null)?.blur()
      globalThis.getSelection()?.removeAllRanges()
    })
    const stops: Stop[] = []
    for (let presses = 0; presses < 60; presses += 1) {
      await page.keyboard.press('Tab')
      const stop = await focused(page)
      if (stop === undefined) {
        break
      }
      stops.push(stop)
    }
    const names = stops.map(({ name }) => name)
    const expected = ['Skip to the figures', 'Theme: system', 'Sign out', 'Overview', 'Payments']
    expect(names.filter((name) => expected.includes(name))).toEqual(expected)
    expect(names).toContain('The newest payments')
    expect(stops.filter(({ isMarked }) => !isMarked)).toEqual([])
    await page.context().close()
  })

  test('the way past the header leads to the figures', async () => {
    const { page } = await visit(browser, system.baseUrl)
    await waitForConnection(page, 'live')
    await page.getByRole('link', { name: 'Skip to the figures' }).focus()
    await page.keyboard.press('Enter')
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('content')
    await page.context().close()
  })
})

describe('by ear', () => {
  test('every part has a name, every table its heads, and figures that move are not read out', async () => {
    const { page } = await visit(browser, system.baseUrl)
    await waitForConnection(page, 'live')
    await page.locator('#payments tbody tr').first().waitFor()
    const faults = await page.evaluate(() => {
      const unnamed = [
        ...document.querySelectorAll('section, [role=region], [role=img], nav'),
      ].filter((part) => {
        const by = part.getAttribute('aria-labelledby')
        const text = by === null ? part.getAttribute('aria-label') : document.getElementById(by)
        return !(typeof text === 'string' ? text : text?.textContent)
      })
      const headless = [...document.querySelectorAll('table')].filter(
        (table) =>
          table.caption === null ||
          table.querySelector('thead th[scope=col]') === null ||
          [...table.querySelectorAll('tbody tr')].some(
            (row) => !row.querySelector('th[scope=row]'),
          ),
      )
      const loud = [...document.querySelectorAll('main [aria-live], main [role=status]')]
      return [...unnamed, ...headless, ...loud].map((element) => element.outerHTML.slice(0, 120))
    })
    expect(faults).toEqual([])
    expect(await page.getByRole('banner').count()).toBe(1)
    expect(await page.getByRole('main').count()).toBe(1)
    expect(await page.getByRole('heading', { level: 1 }).count()).toBe(1)
    await page.context().close()
  })
})

describe('on a phone', () => {
  test('nothing is wider than the screen, and what is pressed is large enough', async () => {
    const viewport = { width: 390, height: 844 }
    const phone = { viewport, deviceScaleFactor: 2, hasTouch: true, isMobile: true }
    const { page } = await visit(browser, system.baseUrl, phone)
    await waitForConnection(page, 'live')
    // The widest there are, with what only screen readers are told in their cells.
    for (const panel of ['banks', 'fx', 'pools']) {
      await page.locator(`#${panel} tbody tr`).first().waitFor()
    }
    const widthPx = await page.evaluate(() => document.documentElement.scrollWidth)
    expect(widthPx).toBeLessThanOrEqual(390)
    const small = await page
      .locator('button:visible')
      .evaluateAll((buttons) =>
        buttons
          .map((button) => button.getBoundingClientRect())
          .filter(({ width, height }) => width < 24 || height < 24),
      )
    expect(small).toEqual([])
    await page.context().close()
  })
})

describe('the theme', () => {
  test('is the device own until the user chooses, and the choice stays', async () => {
    const { page } = await visit(browser, system.baseUrl, { colorScheme: 'dark' })
    const background = async (): Promise<string> =>
      page.evaluate(() => getComputedStyle(document.body).backgroundColor)
    const dark = await background()
    await page.getByRole('button', { name: 'Theme: system' }).click()
    const light = await background()
    expect(light).not.toBe(dark)
    await page.reload()
    expect(await background()).toBe(light)
    await page.getByRole('button', { name: 'Theme: light' }).click()
    expect(await background()).toBe(dark)
    await page.context().close()
  })
})
