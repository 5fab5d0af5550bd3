import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { repositoryFolder } from '../config.ts'
import type { FixtureRepository } from './fixture-repository.ts'

const source = join(repositoryFolder, 'perf/testing/fixtures/contract-system.ts')

/** A commit whose system is the small server that behaves as told; answers the tag to name it by. */
export function commitTarget(repository: FixtureRepository, behaviour: string): string {
  const tag = `target-${behaviour.replaceAll(' ', '-')}`
  repository.commitWith(tag, () => {
    copyFileSync(source, join(repository.folder, 'system/main.ts'))
    repository.write('system/behaviour', behaviour)
  })
  return tag
}
