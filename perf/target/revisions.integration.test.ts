import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync, mkdirSync, existsSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { checkOut } from './checkout.ts'
import { resolveRevisions } from './revisions.ts'

let repository = ''

const git = (...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@localhost', ...args], {
    cwd: repository,
    encoding: 'utf8',
  }).trim()

function commit(file: string, text: string): string {
  mkdirSync(join(repository, 'system'), { recursive: true })
  writeFileSync(join(repository, file), text)
  git('add', '--all')
  git('commit', '--quiet', '--message', file)
  return git('rev-parse', 'HEAD')
}

beforeEach(() => {
  repository = mkdtempSync(join(tmpdir(), 'plumbline-git-'))
  git('init', '--quiet', '--initial-branch', 'main')
})

afterEach(() => rmSync(repository, { recursive: true, force: true }))

const resolve = (base?: string, head?: string) => resolveRevisions({ repository, base, head })

describe('revisions', () => {
  it('of a clean main branch are one commit: a self-check', async () => {
    const only = commit('system/a.ts', '1')
    const { base, head } = await resolve()
    expect([base.commit, head.commit, head.dirty]).toEqual([only, only, false])
    expect(base.tree).toBe(head.tree)
  })

  it('of a branch compare with the merge base', async () => {
    const fork = commit('system/a.ts', '1')
    git('switch', '--quiet', '--create', 'change')
    const changed = commit('system/a.ts', '2')
    git('switch', '--quiet', 'main')
    commit('system/b.ts', 'later on main')
    git('switch', '--quiet', 'change')
    const { base, head } = await resolve()
    expect([base.commit, head.commit]).toEqual([fork, changed])
    expect([base.ref, head.ref]).toEqual(['main', 'change'])
    writeFileSync(join(repository, 'system/a.ts'), '3')
    expect((await resolve()).head.ref).toBe('working tree')
    expect(base.tree).not.toBe(head.tree)
  })

  it('of a dirty tree hold untracked files, and leave index and branch alone', async () => {
    commit('system/a.ts', '1')
    writeFileSync(join(repository, 'system/new.ts'), 'new')
    const before = git('status', '--porcelain')
    const { base, head } = await resolve()
    expect(head.dirty).toBe(true)
    expect(head.tree).not.toBe(base.tree)
    expect(git('status', '--porcelain')).toBe(before)
    const folder = join(repository, '..', `${repository.split('/').pop()}-arm`)
    {
      await using arm = await checkOut(repository, head, folder)
      expect(readFileSync(join(arm.folder, 'system/new.ts'), 'utf8')).toBe('new')
    }
    expect(existsSync(folder)).toBe(false)
    expect(git('worktree', 'list').split('\n')).toHaveLength(1)
  })

  it('treat a change outside the system as a self-check', async () => {
    commit('system/a.ts', '1')
    writeFileSync(join(repository, 'README.md'), 'words')
    const { base, head } = await resolve()
    expect(head.dirty).toBe(true)
    expect(head.tree).toBe(base.tree)
  })

  it('refuse an unknown ref, saying which and what was expected', async () => {
    commit('system/a.ts', '1')
    await expect(resolve('nowhere')).rejects.toThrow(
      'ref "nowhere" is unknown here, expected a branch, tag or commit',
    )
  })

  it('refuse a folder without history', async () => {
    await expect(resolve()).rejects.toThrow('has no commit, expected a git checkout')
  })

  it('name the shallow clone when a commit is missing from it', async () => {
    const first = commit('system/a.ts', '1')
    commit('system/a.ts', '2')
    const clone = `${repository}-clone`
    execFileSync('git', ['clone', '--quiet', '--depth', '1', `file://${repository}`, clone])
    try {
      await expect(
        resolveRevisions({ repository: clone, base: first, head: undefined }),
      ).rejects.toThrow('is not in this shallow clone')
    } finally {
      rmSync(clone, { recursive: true, force: true })
    }
  })
})

it('a checkout leaves a worktree alone that another run is just adding, and forgets one whose folder has gone', async () => {
  commit('system/a.ts', '1')
  const { head } = await resolve()
  const lost = `${repository}-killed run`
  await checkOut(repository, head, lost)
  rmSync(lost, { recursive: true })
  // What `git worktree add` makes first, before it writes anything into it.
  const half = join(repository, '.git', 'worktrees', 'arm')
  mkdirSync(half)
  {
    await using own = await checkOut(repository, head, `${repository}-arm`)
    expect(existsSync(half)).toBe(true)
    const known = git('worktree', 'list', '--porcelain').match(/^worktree .*/gm)
    expect(known).toEqual([`worktree ${repository}`, `worktree ${own.folder}`])
  }
  expect(existsSync(half)).toBe(true)
  expect(git('worktree', 'list').split('\n')).toHaveLength(1)
})
