import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { collectComplaints } from '../../testing/chromium.ts'
import { tenant, testToken } from '../../testing/system-process.ts'
import { signInAs } from './sign-in.ts'

/** A user who has signed in, by what the page itself offers. */
export interface Visit {
  readonly page: Page
  /** Errors of the page, and what its security policy refused. */
  readonly complaints: readonly string[]
}

export async function visit(
  browser: Browser,
  baseUrl: string,
  options: BrowserContextOptions = {},
): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 1000 }, ...options })
  const page = await context.newPage()
  const complaints = collectComplaints(page)
  await page.goto(`${baseUrl}/dashboard/`)
  await signIn(page)
  return { page, complaints }
}

export function signIn(page: Page, token = testToken): Promise<void> {
  return signInAs(page, { token, tenant })
}

/** Cells of the rows of a panel's table, as text. */
export async function tableRows(page: Page, panel: string): Promise<readonly string[][]> {
  return page
    .locator(`#${panel} tbody tr`)
    .evaluateAll((rows) =>
      rows.map((row) => [...row.children].map((cell) => cell.textContent ?? '')),
    )
}
