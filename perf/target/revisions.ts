import { randomUUID } from 'node:crypto'
import { copyFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { KnownFailure } from '../errors.ts'
import type { Revision } from '../result/circumstances.ts'
import { target } from './contract.ts'
import { git, gitMaybe } from './git.ts'
import { mainBranches, mainNames } from './main-branch.ts'

/**
 * Turns what the user names – a ref, the working tree, or nothing – into two commits that can be
 * checked out.
 */
export interface RevisionRequest {
  readonly repository: string
  /** `undefined`: the merge base of head with the main branch, or on the main branch `HEAD`. */
  readonly base: string | undefined
  /** `undefined`: the working tree as it is now. */
  readonly head: string | undefined
}

export interface Revisions {
  readonly base: Revision
  readonly head: Revision
}

/** For who has no base: one system, of the working tree. */
export function workingTreeOf({ repository }: Pick<RevisionRequest, 'repository'>) {
  return { repository, base: 'HEAD', head: undefined } satisfies RevisionRequest
}

export async function resolveRevisions(request: RevisionRequest): Promise<Revisions> {
  const cwd = request.repository
  await requireRepository(cwd)
  const head =
    request.head === undefined ? await workingTree(cwd) : await namedRevision(cwd, request.head)
  if (request.base !== undefined) return { base: await namedRevision(cwd, request.base), head }
  const { commit, name } = await defaultBase(cwd, request.head)
  return { base: { ...(await namedRevision(cwd, commit)), ref: name }, head }
}

async function requireRepository(cwd: string): Promise<void> {
  const commit = await gitMaybe(['rev-parse', '--verify', 'HEAD^{commit}'], { cwd })
  if (commit === undefined) {
    throw new KnownFailure('git', `${cwd} has no commit, expected a git checkout with history`, {
      remedy: 'run it inside a clone of the repository',
    })
  }
}

/** `name` is for people: of the branch that the commit was found on. */
async function defaultBase(
  cwd: string,
  headRef: string | undefined,
): Promise<{ readonly commit: string; readonly name: string }> {
  const branch = await branchOf(cwd)
  if (headRef === undefined && branch !== undefined && mainNames.includes(branch)) {
    return { commit: 'HEAD', name: branch }
  }
  const head = headRef ?? 'HEAD'
  for (const name of mainBranches) {
    const main = await gitMaybe(['rev-parse', '--verify', '--quiet', `${name}^{commit}`], { cwd })
    if (main === undefined) continue
    const base = await gitMaybe(['merge-base', head, main], { cwd })
    if (base !== undefined) return { commit: base, name: await shortName(cwd, name) }
    throw new KnownFailure('git', `${head} and ${name} have no common commit in this clone`, {
      remedy: 'git fetch --unshallow, or name the base with --base REF',
    })
  }
  return { commit: 'HEAD', name: 'HEAD' }
}

/** Undefined where HEAD is a commit and no branch. */
function branchOf(cwd: string): Promise<string | undefined> {
  return gitMaybe(['symbolic-ref', '--short', '--quiet', 'HEAD'], { cwd })
}

/** "main" of origin/HEAD as of origin/main. */
async function shortName(cwd: string, ref: string): Promise<string> {
  const name = (await gitMaybe(['rev-parse', '--abbrev-ref', ref], { cwd })) ?? ref
  return name.replace(/^origin\//, '')
}

async function namedRevision(cwd: string, ref: string): Promise<Revision> {
  const commit = await gitMaybe(['rev-parse', '--verify', '--quiet', `${ref}^{commit}`], { cwd })
  if (commit === undefined) {
    const shallow = (await gitMaybe(['rev-parse', '--is-shallow-repository'], { cwd })) === 'true'
    const state = shallow ? 'is not in this shallow clone' : 'is unknown here'
    throw new KnownFailure('git', `ref "${ref}" ${state}, expected a branch, tag or commit`, {
      remedy: shallow ? 'git fetch --unshallow' : 'git fetch, then git log --oneline --all',
    })
  }
  return { ref, commit, dirty: false, tree: await sourcesHash(cwd, commit) }
}

/**
 * The working tree as a commit of its own, untracked files included, without touching index or
 * branches.
 */
async function workingTree(cwd: string): Promise<Revision> {
  const parent = await git(['rev-parse', 'HEAD'], { cwd })
  const changed = await git(['status', '--porcelain', '--untracked-files=normal'], { cwd })
  if (changed === '') {
    return {
      ref: (await branchOf(cwd)) ?? 'HEAD',
      commit: parent,
      dirty: false,
      tree: await sourcesHash(cwd, parent),
    }
  }
  const index = join(tmpdir(), `plumbline-index-${randomUUID()}`)
  const env = { GIT_INDEX_FILE: index, ...identity }
  try {
    const ownIndex = await git(['rev-parse', '--path-format=absolute', '--git-path', 'index'], {
      cwd,
    })
    await copyFile(ownIndex, index).catch(() => undefined)
    await git(['add', '--all'], { cwd, env })
    const tree = await git(['write-tree'], { cwd, env })
    const message = 'plumbline: working tree under measurement'
    const commit = await git(['commit-tree', tree, '-p', parent, '-m', message], { cwd, env })
    return { ref: 'working tree', commit, dirty: true, tree: await sourcesHash(cwd, commit) }
  } finally {
    await rm(index, { force: true })
  }
}

const identity = {
  GIT_AUTHOR_NAME: 'plumbline',
  GIT_AUTHOR_EMAIL: 'plumbline@localhost',
  GIT_COMMITTER_NAME: 'plumbline',
  GIT_COMMITTER_EMAIL: 'plumbline@localhost',
}

/** Object ids of what decides the system's speed, joined: equal strings are equal systems. */
async function sourcesHash(cwd: string, commit: string): Promise<string> {
  const listing = await git(['ls-tree', commit, '--', ...target.sources], { cwd })
  const ids = listing.split('\n').map((line) => line.split(/\s+/)[2]?.slice(0, 12) ?? '')
  return ids.join('.')
}
