import assert from 'node:assert/strict'
import { readlinkSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { listProcesses, readProcessEnvironment } from '../lifecycle/process-identity.ts'
import type { FixtureRepository } from './fixture-repository.ts'
import type { StateFolder } from './state-folder.ts'

/** What a run can leave behind, as an outsider finds it: by its environment, folders and names. */
export interface Leftovers {
  readonly processes: readonly string[]
  readonly runFolders: readonly string[]
  readonly worktrees: readonly string[]
}

export const nothingLeft: Leftovers = { processes: [], runFolders: [], worktrees: [] }

/** For hooks, which hold no expectations. */
export async function assertNothingLeft(
  state: StateFolder,
  repository: FixtureRepository,
): Promise<void> {
  assert.deepEqual(await leftoversOf(state, repository), nothingLeft)
}

const settleMs = 3_000
const pollMs = 50

/**
 * Looks until there is nothing or the time is up: a killed process stays in the table until it is
 * collected, and a worker notices a moment later that its parent is gone.
 */
export async function leftoversOf(
  state: StateFolder,
  repository: FixtureRepository,
): Promise<Leftovers> {
  const deadline = performance.now() + settleMs
  for (;;) {
    const found = {
      processes: processesOf(state.cache),
      runFolders: state.runs(),
      worktrees: worktreesOf(repository, state.cache),
    }
    const count = Object.values(found).flat().length
    if (count === 0 || performance.now() > deadline) return found
    await sleep(pollMs)
  }
}

function worktreesOf(repository: FixtureRepository, cache: string): string[] {
  const lines = repository.git('worktree', 'list', '--porcelain').split('\n')
  return lines.filter((line) => line.startsWith(`worktree ${cache}`))
}

/**
 * Processes whose environment leads to this cache folder, or have their working folder inside it.
 */
export function processesOf(cache: string): string[] {
  return listProcesses()
    .filter(({ pid, state }) => state !== 'Z' && belongsTo(pid, cache))
    .map(({ pid }) => `${pid} in ${workingFolder(pid)}`)
}

function belongsTo(pid: number, cache: string): boolean {
  if (pid === process.pid) return false
  const started = readProcessEnvironment(pid).some((entry) => entry.includes(cache))
  return started || workingFolder(pid).startsWith(cache)
}

function workingFolder(pid: number): string {
  try {
    return readlinkSync(`/proc/${pid}/cwd`)
  } catch {
    return ''
  }
}
