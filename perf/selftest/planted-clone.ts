import { symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { KnownFailure } from '../errors.ts'
import { git } from '../target/git.ts'
import { patchPath } from './patch-files.ts'

/**
 * A clone of the repository in a folder of the run's own, with a branch for each planted change.
 * Rounds are run from it, so that neither a checkout that goes on being edited nor its branches
 * have part in them.
 */
export interface PlantedClone {
  readonly folder: string
  /** Of base. */
  readonly commit: string
  /** The commit of a planted change. */
  readonly planted: ReadonlyMap<string, string>
}

export interface PlantRequest {
  readonly repository: string
  readonly folder: string
  readonly changes: readonly string[]
}

export async function plantChanges(request: PlantRequest): Promise<PlantedClone> {
  const { repository, folder } = request
  const commit = await git(['rev-parse', 'HEAD'], { cwd: repository })
  await git(['clone', '--quiet', '--shared', '--no-checkout', repository, folder], {
    cwd: repository,
  })
  const planted = new Map<string, string>()
  for (const name of request.changes) planted.set(name, await plant(folder, commit, name))
  await git(['checkout', '--quiet', '--detach', '--force', commit], { cwd: folder })
  await symlink(join(repository, 'node_modules'), join(folder, 'node_modules'))
  return { folder, commit, planted }
}

async function plant(folder: string, commit: string, name: string): Promise<string> {
  const options = { cwd: folder, env: identity }
  await git(['checkout', '--quiet', '--force', '-B', `planted/${name}`, commit], options)
  try {
    await git(['apply', '--index', patchPath(name)], options)
  } catch (cause) {
    const message = `the planted change ${name} is stale: its patch does not apply to ${commit}`
    throw new KnownFailure('git', message, {
      cause,
      remedy: `make ${name}.patch anew, and commit what the system has become`,
    })
  }
  await git(['commit', '--quiet', '--message', `planted: ${name}`], options)
  return git(['rev-parse', 'HEAD'], options)
}

const identity = {
  GIT_AUTHOR_NAME: 'plumbline',
  GIT_AUTHOR_EMAIL: 'plumbline@localhost',
  GIT_COMMITTER_NAME: 'plumbline',
  GIT_COMMITTER_EMAIL: 'plumbline@localhost',
}
