import { execFile } from 'node:child_process'
import { appendFile, cp, mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { repositoryRoot } from '../workflows/config.ts'

/**
 * A bare repository as GitHub would hold it: `main` is this working tree, a pull request's branch
 * and its merge commit stand beside it.
 */
export interface Origin {
  readonly path: string
  readonly mainSha: string
  /** Commits to the pull request's branch and merges it into main; both commits are returned. */
  push(message: string): Promise<{ headSha: string; mergeSha: string }>
  /** A clone with `sha` checked out, e.g. for act to read the workflow from. */
  cloneAt(sha: string, name: string): Promise<string>
}

/** What the pull request changes. */
export const changedFile = 'system/main.ts'

const run = promisify(execFile)
const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@localhost']

/** @param files of `main` that differ from this working tree, by path */
export async function createOrigin(
  folder: string,
  files: Readonly<Record<string, string>> = {},
): Promise<Origin> {
  const work = join(folder, 'work')
  const path = join(folder, 'origin.git')
  const git = async (...args: string[]) => {
    const { stdout } = await run('git', [...identity, ...args], { cwd: work })
    return stdout.trim()
  }
  await copyWorkingTree(work)
  for (const [file, text] of Object.entries(files)) await writeFile(join(work, file), text)
  await git('init', '--quiet', '--initial-branch=main')
  await git('add', '--all')
  await git('commit', '--quiet', '-m', 'chore: the working tree')
  await run('git', ['clone', '--quiet', '--bare', work, path])
  await run('git', ['config', 'uploadpack.allowAnySHA1InWant', 'true'], { cwd: path })
  await git('remote', 'add', 'origin', path)
  const mainSha = await git('rev-parse', 'main')
  await git('branch', 'change')

  return {
    path,
    mainSha,
    async push(message) {
      await git('checkout', '--quiet', 'change')
      // A comment: the system is another one by its tree, and the same by what it does.
      await appendFile(join(work, changedFile), `// ${message}\n`)
      await git('add', changedFile)
      await git('commit', '--quiet', '-m', message)
      const headSha = await git('rev-parse', 'HEAD')
      await git('checkout', '--quiet', '--detach', 'main')
      await git('merge', '--quiet', '--no-ff', '-m', 'merge the change', 'change')
      const mergeSha = await git('rev-parse', 'HEAD')
      await git('push', '--quiet', '--force', 'origin', 'change', 'HEAD:refs/pull/7/merge')
      return { headSha, mergeSha }
    },
    async cloneAt(sha, name) {
      const clone = join(folder, name)
      await run('git', ['clone', '--quiet', '--no-checkout', path, clone])
      await run('git', ['fetch', '--quiet', 'origin', sha], { cwd: clone })
      await run('git', ['checkout', '--quiet', '--detach', sha], { cwd: clone })
      return clone
    },
  }
}

async function copyWorkingTree(target: string): Promise<void> {
  const { stdout } = await run(
    'git',
    ['ls-files', '--cached', '--others', '--exclude-standard', '-z'],
    { cwd: repositoryRoot, maxBuffer: 16 * 1024 ** 2 },
  )
  for (const file of stdout.split('\0').filter((name) => name !== '')) {
    const destination = join(target, file)
    await mkdir(dirname(destination), { recursive: true })
    // Listed and deleted since: part of the working tree is that it is gone.
    await cp(join(repositoryRoot, file), destination).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error
    })
  }
}
