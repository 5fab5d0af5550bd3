import type { Page } from 'playwright-core'

/** How a user comes to the figures, by what the page itself offers. */
export async function signInAs(
  page: Page,
  { token, tenant }: { readonly token: string; readonly tenant: string },
): Promise<void> {
  await page.getByLabel('Bearer token').fill(token)
  await page.getByLabel('Tenant').fill(tenant)
  await page.getByRole('button', { name: 'Show the figures' }).click()
}

/** A figure by the name it has in the page's own data attribute. */
export async function figure(page: Page, name: string): Promise<string> {
  return page.locator(`[data-figure="${name}"] span`).innerText()
}

export async function waitForConnection(
  page: Page,
  state: string,
  limitMs = 20_000,
): Promise<void> {
  await page.locator(`#connection[data-state="${state}"]`).waitFor({ timeout: limitMs })
}
