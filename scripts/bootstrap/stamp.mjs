// @ts-check
import { createHash } from 'node:crypto'

/**
 * Says for what node_modules was installed; it lives inside node_modules, so that whatever removes
 * the folder removes the stamp.
 * @param {string} lockText package-lock.json
 * @param {{ platform: string, arch: string }} machine
 * @returns {string}
 */
export function packagesStamp(lockText, machine) {
  const hash = createHash('sha256').update(lockText).digest('hex')
  return `${hash} ${machine.platform}-${machine.arch}\n`
}

/**
 * @typedef {{ packages: Record<string, { version?: string, optional?: boolean }> }} LockDocument
 */

/**
 * Whether npm's own record of node_modules says that it holds what the lock file asks for: true
 * after `npm install` by hand, so that a developer is not made to install twice.
 * @param {LockDocument} locked package-lock.json
 * @param {LockDocument} installed node_modules/.package-lock.json
 * @returns {boolean}
 */
export function installedMatchesLock(locked, installed) {
  const wanted = Object.entries(locked.packages).filter(([path]) => path !== '')
  const present = wanted.every(([path, entry]) => {
    const found = installed.packages[path]
    return found === undefined ? entry.optional === true : found.version === entry.version
  })
  return present && Object.keys(installed.packages).every((path) => path in locked.packages)
}
