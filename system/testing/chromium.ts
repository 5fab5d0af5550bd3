import { chromium } from 'playwright-core'
import type { Browser, Page } from 'playwright-core'

/** A headless Chromium, for whoever looks at what users see; it knows no test runner. */
export function launchChromium(executablePath: string): Promise<Browser> {
  // Run as root in containers, where Chromium's own sandbox cannot be set up.
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
}

/** What the page complained about: errors, and whatever its security policy has refused. */
export function collectComplaints(page: Page): readonly string[] {
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    // An endpoint that is not there is answered with 404, which the page tells its user.
    if (message.type() === 'error' && !message.text().includes('404')) {
      complaints.push(message.text())
    }
  })
  return complaints
}

/**
 * Share of the main thread's time that tasks took, over `durationMs`.
 * @returns in [0, 1]
 */
export async function busyShare(page: Page, durationMs: number): Promise<number> {
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable', { timeDomain: 'timeTicks' })
  const read = async (): Promise<{ taskS: number; atS: number }> => {
    const { metrics } = await session.send('Performance.getMetrics')
    const value = (name: string): number =>
      metrics.find((metric) => metric.name === name)?.value ?? Number.NaN
    return { taskS: value('TaskDuration'), atS: value('Timestamp') }
  }
  const before = await read()
  await page.waitForTimeout(durationMs)
  const after = await read()
  await session.detach()
  return (after.taskS - before.taskS) / (after.atS - before.atS)
}
