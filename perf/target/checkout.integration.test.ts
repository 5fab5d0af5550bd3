import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { checkOut } from './checkout.ts'
import { resolveRevisions } from './revisions.ts'

let parent = ''
let repository = ''

const git = (...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@localhost', ...args], {
    cwd: repository,
    encoding: 'utf8',
  }).trim()

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'plumbline-git-'))
  repository = join(parent, 'repository')
  mkdirSync(repository)
  git('init', '--quiet', '--initial-branch', 'main')
  git('commit', '--quiet', '--allow-empty', '--message', 'first')
})

afterEach(() => rmSync(parent, { recursive: true, force: true }))

it('leaves a worktree alone that another run is just adding, and forgets one whose folder has gone', async () => {
  const { head } = await resolveRevisions({ repository, base: undefined, head: undefined })
  await checkOut(repository, head, join(parent, 'killed run'))
  rmSync(join(parent, 'killed run'), { recursive: true })
  // What `git worktree add` makes first, before it writes anything into it.
  const half = join(repository, '.git', 'worktrees', 'arm')
  mkdirSync(half)
  {
    await using own = await checkOut(repository, head, join(parent, 'arm'))
    expect(existsSync(half)).toBe(true)
    const known = git('worktree', 'list', '--porcelain').match(/^worktree .*/gm)
    expect(known).toEqual([`worktree ${repository}`, `worktree ${own.folder}`])
  }
  expect(existsSync(half)).toBe(true)
  expect(git('worktree', 'list').split('\n')).toHaveLength(1)
})
