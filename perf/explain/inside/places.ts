import type { CodePlace } from '../../result/evidence.ts'
import type { CallFrame } from './sampled-profile.ts'

/**
 * Where a function stands, so that it is the same place in both arms: the file relative to the arm's
 * checkout, installed packages by their path from `node_modules/` on, Node's own as `node:…`.
 */
export function placeOf(
  { functionName, url, lineNumber }: CallFrame,
  armFolder: string,
): CodePlace {
  const file = relativeFile(url, armFolder)
  return {
    function: (functionName === '' ? anonymous : functionName).slice(0, 300),
    file: file.slice(0, 500),
    line: file === '' ? 0 : Math.max(0, lineNumber + 1),
  }
}

export const anonymous = '(anonymous)'
const packages = '/node_modules/'

export function relativeFile(url: string, armFolder: string): string {
  const scheme = 'file://'
  if (!url.startsWith(scheme) && !url.startsWith('/')) return url
  // CommonJS modules go by their path, the others by their URL.
  const path = url.startsWith(scheme) ? decodeURIComponent(url.slice(scheme.length)) : url
  if (path.startsWith(`${armFolder}/`)) return path.slice(armFolder.length + 1)
  const at = path.indexOf(packages)
  return at < 0 ? path : path.slice(at + 1)
}

/** The project's own code: what a change can have touched. */
export function isOwnCode({ file }: Pick<CodePlace, 'file'>): boolean {
  return file !== '' && !file.includes(':') && !file.startsWith('node_modules/')
}
