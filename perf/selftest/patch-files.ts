import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * `patches/<name>.patch` is what is planted of a change; what it should come to is beside it, in
 * `changes.ts`.
 */
export const patchesFolder = join(import.meta.dirname, 'patches')
export const patchSuffix = '.patch'

export function patchPath(name: string): string {
  return join(patchesFolder, `${name}${patchSuffix}`)
}

/** Of what it adds and removes: a patch that was only brought up to date plants the same change. */
export function patchHash(name: string): string {
  const planted = readFileSync(patchPath(name), 'utf8')
    .split('\n')
    .filter((line) => /^[+-]/.test(line) || line.startsWith('rename '))
  return createHash('sha256').update(planted.join('\n')).digest('hex').slice(0, 16)
}
