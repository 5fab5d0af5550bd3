import type { CodePlace } from '../result/evidence.ts'

const fileScheme = 'file://'
const packages = '/node_modules/'

/**
 * A script's file relative to the arm's checkout; installed packages, which are linked into it from
 * elsewhere, by their path from `node_modules/` on; anything else, such as Node's own `node:fs`, as
 * it is.
 *
 * @param armFolder without a slash at its end and with all links followed, because so V8 names
 *   files; undefined for a process that has none
 */
export function relativeFile(script: string, armFolder: string | undefined): string {
  const path = pathOf(script)
  if (!path.startsWith('/')) return path
  if (armFolder !== undefined && path.startsWith(`${armFolder}/`)) {
    return path.slice(armFolder.length + 1)
  }
  const at = path.indexOf(packages)
  return at < 0 ? path : path.slice(at + 1)
}

/** CommonJS modules go by their path, the others by their URL. */
function pathOf(script: string): string {
  if (!script.startsWith(fileScheme)) return script
  const [path = ''] = script.slice(fileScheme.length).split(/[?#]/, 1)
  try {
    return decodeURIComponent(path)
  } catch {
    // No URL that anything wrote; its text still tells one file from another.
    return path
  }
}

/** `node:fs`, `wasm://…`; not a Windows drive, of which nothing here knows. */
const scheme = /^[a-z][a-z\d+.-]+:/i

/**
 * The project's own code, which a change can have touched: neither a package's, nor Node's, nor the
 * engine's.
 */
export function isOwnCode({ file }: Pick<CodePlace, 'file'>): boolean {
  if (file === '' || file.startsWith('/') || scheme.test(file)) return false
  return !`/${file}`.includes(packages)
}
