import { mkdir, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Revision } from '../result/circumstances.ts'
import { git, gitMaybe } from './git.ts'
import { forgetLostWorktrees } from './lost-worktrees.ts'

/**
 * A commit as a folder of its own: a detached git worktree, gone when disposed. Folders that a
 * killed run left are removed by its ledger, and git is then told to forget them.
 */
export interface Checkout extends AsyncDisposable {
  readonly folder: string
}

export async function checkOut(
  repository: string,
  revision: Revision,
  folder: string,
): Promise<Checkout> {
  const options = { cwd: repository }
  await mkdir(dirname(folder), { recursive: true })
  await forgetLostWorktrees(repository)
  await git(['worktree', 'add', '--detach', '--force', folder, revision.commit], options)
  return {
    folder,
    async [Symbol.asyncDispose]() {
      await gitMaybe(['worktree', 'remove', '--force', folder], options)
      await rm(folder, { recursive: true, force: true })
      await forgetLostWorktrees(repository)
    },
  }
}
