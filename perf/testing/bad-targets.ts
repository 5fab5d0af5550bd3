import { copyFileSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { repositoryFolder } from '../config.ts'
import type { FixtureRepository } from './fixture-repository.ts'

const source = join(repositoryFolder, 'perf/testing/fixtures/contract-system.ts')

/**
 * A commit whose system is the small server that behaves as told; answers the tag to name it by.
 */
export function commitTarget(repository: FixtureRepository, behaviour: string): string {
  const tag = `target-${behaviour.replaceAll(' ', '-')}`
  repository.commitWith(tag, () => {
    copyFileSync(source, join(repository.folder, 'system/main.ts'))
    repository.write('system/behaviour', behaviour)
  })
  return tag
}

/** A folder that can be started like an arm's checkout, with that small server as its system. */
export function contractArm(folder: string, behaviour: string): string {
  mkdirSync(join(folder, 'system'), { recursive: true })
  copyFileSync(source, join(folder, 'system/main.ts'))
  writeFileSync(join(folder, 'system/behaviour'), behaviour)
  copyFileSync(join(repositoryFolder, 'package.json'), join(folder, 'package.json'))
  symlinkSync(join(repositoryFolder, 'node_modules'), join(folder, 'node_modules'))
  return folder
}
