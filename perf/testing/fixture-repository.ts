import { execFileSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { appendFileSync, mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { repositoryFolder } from '../config.ts'
import { inheritedEnvironment } from '../lifecycle/config.ts'

/**
 * This checkout as it is on disk, copied into a repository of its own with one commit on `main`, so
 * that a test can plant, commit and break what it likes. Dependencies are linked, not copied.
 */
export interface FixtureRepository extends Disposable {
  readonly folder: string
  /** Standard output of one git command, trimmed. */
  git(...args: readonly string[]): string
  /**
   * A commit on top of `main` with these files changed, reached by a tag; the work tree stays at
   * `main`.
   */
  commitWith(tag: string, change: () => void): string
  write(file: string, text: string): void
  /** Throws when the text is not in the file: a planted bug must not quietly vanish. */
  replace(file: string, text: string, replacement: string): void
}

export function fixtureRepository(): FixtureRepository {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-repository-'))
  const gitIn = (cwd: string, ...args: readonly string[]) =>
    execFileSync('git', args, { cwd, encoding: 'utf8', env: gitEnvironment() }).trim()
  const git = (...args: readonly string[]) => gitIn(folder, ...args)
  copyFiles(
    gitIn(repositoryFolder, 'ls-files', '--cached', '--others', '--exclude-standard'),
    folder,
  )
  symlinkSync(join(repositoryFolder, 'node_modules'), join(folder, 'node_modules'))
  git('init', '--quiet', '--initial-branch', 'main')
  appendFileSync(join(folder, '.git/info/exclude'), 'node_modules\n')
  git('add', '--all')
  git('commit', '--quiet', '--message', 'as on disk')
  const write = (file: string, text: string) => {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), text)
  }
  return {
    folder,
    git,
    write,
    replace(file, text, replacement) {
      const before = readFileSync(join(folder, file), 'utf8')
      if (!before.includes(text)) throw new Error(`${file} lacks "${text}", expected it there`)
      write(file, before.replace(text, replacement))
    },
    commitWith(tag, change) {
      change()
      git('add', '--all')
      git('commit', '--quiet', '--message', tag)
      git('tag', tag)
      git('reset', '--quiet', '--hard', 'HEAD^')
      return git('rev-parse', tag)
    },
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  }
}

function copyFiles(listing: string, folder: string): void {
  for (const file of new Set(listing.split('\n'))) {
    const source = join(repositoryFolder, file)
    // Deleted and not yet committed: then it is not on disk.
    if (existsSync(source)) cpSync(source, join(folder, file))
  }
}

function gitEnvironment(): NodeJS.ProcessEnv {
  return {
    ...inheritedEnvironment('essential'),
    GIT_AUTHOR_NAME: 'plumbline',
    GIT_AUTHOR_EMAIL: 'plumbline@localhost',
    GIT_COMMITTER_NAME: 'plumbline',
    GIT_COMMITTER_EMAIL: 'plumbline@localhost',
  }
}
