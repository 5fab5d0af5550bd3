import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { tolerancesFileName } from '../result/tolerances.ts'
import { learnedTolerances } from './learned-tolerances.ts'
import type { PlantedClone } from './planted-clone.ts'
import { readRecord } from './record-folder.ts'

export interface TolerancesPlace {
  readonly repository: string
  readonly baselines: string
  readonly lane: string
  readonly clone: PlantedClone
}

/**
 * From the whole record of the lane each time, so that a file that is gone comes back the same.
 * Into the clone, too, whose checks are to know at once what the rounds before them taught.
 */
export function writeTolerances({ repository, baselines, lane, clone }: TolerancesPlace): void {
  const learned = learnedTolerances(readRecord(baselines), lane)
  if (learned === undefined) return
  for (const folder of [baselines, join(clone.folder, relative(repository, baselines))]) {
    const path = join(folder, lane, tolerancesFileName)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, `${JSON.stringify(learned, undefined, 2)}\n`)
  }
}
