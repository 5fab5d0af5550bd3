import { join } from 'node:path'

/**
 * Where Node keeps what it compiled from a checkout: within it, in a folder that git ignores, so
 * that it goes when the checkout goes. In Node's own place in the temp folder every checkout that
 * ever was would leave its files.
 */
export function compileCacheOf(checkoutFolder: string): string {
  return join(checkoutFolder, '.plumbline', 'compile-cache')
}
