// @ts-check
import { BootstrapFailure } from './failure.mjs'

export const oldestNodeMajor = 18

/**
 * @param {string} nodeVersion without the leading v
 * @param {string} platform as process.platform says
 * @returns {void}
 */
export function checkPlatform(nodeVersion, platform) {
  if (Number.parseInt(nodeVersion, 10) < oldestNodeMajor) {
    throw new BootstrapFailure(
      `Node on PATH is ${nodeVersion}, expected ${oldestNodeMajor} or newer to install the pinned one`,
      'install Node 20 from https://nodejs.org/en/download',
    )
  }
  if (platform !== 'linux' && platform !== 'darwin') {
    throw new BootstrapFailure(
      `platform is ${platform}, expected linux (or darwin for npm run check)`,
      'run it inside WSL 2 or a Linux virtual machine',
    )
  }
}
