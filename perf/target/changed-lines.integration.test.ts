import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { changedLines } from './changed-lines.ts'
import { resolveRevisions } from './revisions.ts'

let repository = ''

const git = (...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@localhost', ...args], {
    cwd: repository,
  })

beforeEach(() => {
  repository = mkdtempSync(join(tmpdir(), 'plumbline-lines-'))
  git('init', '--quiet', '--initial-branch', 'main')
  mkdirSync(join(repository, 'system'))
  writeFileSync(join(repository, 'system/größe.ts'), 'one\ntwo\nthree\n')
  writeFileSync(join(repository, 'README.md'), 'words\n')
  git('add', '--all')
  git('commit', '--quiet', '--message', 'base')
})

afterEach(() => rmSync(repository, { recursive: true, force: true }))

it('the working tree is compared with its untracked files, and only the system counts', async () => {
  writeFileSync(join(repository, 'system/größe.ts'), 'one\n2\nthree\nfour\n')
  writeFileSync(join(repository, 'system/new.ts'), 'a\nb\n')
  writeFileSync(join(repository, 'README.md'), 'other words\n')
  // A user's own settings of git must not change what we read.
  git('config', 'diff.noprefix', 'true')
  const revisions = await resolveRevisions({ repository, base: 'HEAD', head: undefined })
  const changed = await changedLines(repository, revisions)
  expect(changed).toEqual([
    {
      file: 'system/größe.ts',
      ranges: [
        { first: 2, last: 2 },
        { first: 4, last: 4 },
      ],
    },
    { file: 'system/new.ts', ranges: [{ first: 1, last: 2 }] },
  ])
})
