import type { Browser } from 'playwright-core'
import { inject } from 'vitest'
import { launchChromium } from './chromium.ts'

/** A headless Chromium of the machine, for tests of what users see. */
export async function openBrowser(): Promise<Browser> {
  const executablePath = inject('browser')
  if (executablePath === '') {
    throw new Error('no Chromium on PATH, expected one: `npm test` installs it')
  }
  return launchChromium(executablePath)
}
