import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { changesOfServices } from './changes-of-services.ts'
import { changesOfWork } from './changes-of-work.ts'
import { harmlessChanges } from './changes-harmless.ts'
import type { PlantedChange } from './planted-change.ts'

/** `selftest/` judges the judge: it plants changes whose truth is known and keeps what a run says of them. */
export const plantedChanges: readonly PlantedChange[] = [
  ...changesOfWork,
  ...changesOfServices,
  ...harmlessChanges,
]

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
