import { spawn } from 'node:child_process'
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startFixtureRun } from './fixture-run.ts'
import { appendRecord } from './ledger-file.ts'
import { currentRealm, identify, isAlive } from './process-identity.ts'
import { groupMembers } from './process-group.ts'
import { openRunLedger } from './run-ledger.ts'
import { sweepDeadRuns } from './sweep.ts'

let base: string
let state: string
beforeEach(() => {
  base = mkdtempSync(path.join(tmpdir(), 'plumbline-sweep-'))
  state = path.join(base, 'runs')
})
afterEach(() => rmSync(base, { recursive: true, force: true }))

test('after kill -9 of the owner a sweep ends its child and grandchild and removes its folders', async () => {
  const folder = path.join(base, 'outside')
  mkdirSync(folder)
  using run = await startFixtureRun(['--state', state, '--folder', folder])
  const family = groupMembers(identify(run.childPid))
  expect(family).toHaveLength(2)
  await run.kill9()
  expect(family.every(isAlive)).toBe(true)

  const report = await sweepDeadRuns(state)

  expect(report.swept).toEqual([
    {
      runId: run.runId,
      processes: expect.arrayContaining([`sleeper (pid ${run.childPid})`]),
      containers: [],
      databases: [],
      folders: [folder, run.folder],
      notRemoved: [],
    },
  ])
  expect(family.some(isAlive)).toBe(false)
  expect(existsSync(folder)).toBe(false)
  expect(readdirSync(state)).toEqual([])
})

test('a run that is alive is left alone', async () => {
  using run = await startFixtureRun(['--state', state])
  const report = await sweepDeadRuns(state)
  expect(report).toEqual({ swept: [], live: [run.runId], skipped: [] })
  expect(isAlive(identify(run.childPid))).toBe(true)
  expect(existsSync(run.folder)).toBe(true)
  await run.kill9()
  await sweepDeadRuns(state)
})

test('a process that was given the pid of a recorded one is left alone', async () => {
  const stranger = spawn('sleep', ['600'])
  try {
    const identity = identify(stranger.pid as number)
    const { pid, startTicks } = identity
    writeDeadRun('reused-pid', (folder) => {
      appendRecord(folder, { kind: 'process', pid, startTicks: startTicks - 1, what: 'redis' })
    })
    const report = await sweepDeadRuns(state)
    expect(report.swept[0]?.processes).toEqual([])
    expect(isAlive(identity)).toBe(true)
  } finally {
    stranger.kill('SIGKILL')
  }
})

test('an owner whose pid was given to another process counts as dead', async () => {
  writeDeadRun('reused-owner', () => {}, { startTicks: identify(process.pid).startTicks - 1 })
  const report = await sweepDeadRuns(state)
  expect(report.swept.map(({ runId }) => runId)).toEqual(['reused-owner'])
})

test('processes of another boot are never looked for by their pids', async () => {
  const stranger = spawn('sleep', ['600'])
  try {
    const identity = identify(stranger.pid as number)
    writeDeadRun(
      'other-boot',
      (folder) => appendRecord(folder, { kind: 'process', ...identity, what: 'redis' }),
      { bootId: 'another' },
    )
    const report = await sweepDeadRuns(state)
    expect(report.swept[0]).toMatchObject({ runId: 'other-boot', processes: [], notRemoved: [] })
    expect(isAlive(identity)).toBe(true)
  } finally {
    stranger.kill('SIGKILL')
  }
})

test('a run of another pid namespace is left alone and said', async () => {
  writeDeadRun('other-namespace', () => {}, { pidNamespace: 'pid:[1]' })
  const report = await sweepDeadRuns(state)
  expect(report.swept).toEqual([])
  expect(report.skipped).toEqual([expect.stringContaining('another pid namespace')])
  expect(readdirSync(state)).toEqual(['other-namespace'])
})

test('a folder without a ledger is left alone and said', async () => {
  mkdirSync(path.join(state, 'somebody'), { recursive: true })
  const report = await sweepDeadRuns(state)
  expect(report.skipped).toEqual([expect.stringContaining('somebody')])
  expect(readdirSync(state)).toEqual(['somebody'])
})

test('a ledger that cannot be read is left alone and said, and the next run is swept', async () => {
  mkdirSync(path.join(state, 'another', 'ledger.ndjson'), { recursive: true })
  writeDeadRun('dead-run', () => {})
  const report = await sweepDeadRuns(state)
  expect(report.skipped).toEqual([
    expect.stringMatching(/another: its ledger cannot be read: EISDIR/),
  ])
  expect(report.swept.map(({ runId }) => runId)).toEqual(['dead-run'])
})

test('a folder that cannot be removed is said, and the others are removed', async () => {
  const folder = path.join(base, 'outside')
  mkdirSync(folder)
  writeDeadRun('stuck-folder', (run) => {
    // Nobody can remove what the kernel makes.
    appendRecord(run, { kind: 'folder', path: '/proc/version', inode: null })
    appendRecord(run, { kind: 'folder', path: folder, inode: null })
  })
  const report = await sweepDeadRuns(state)
  expect(report.swept[0]).toMatchObject({
    folders: [folder],
    notRemoved: [expect.stringMatching(/^folder \/proc\/version: E/)],
  })
  expect(readdirSync(state)).toEqual(['stuck-folder'])
})

test('a database whose server cannot be reached keeps the ledger for the next sweep', async () => {
  writeDeadRun('unreachable', (folder) => {
    appendRecord(folder, {
      kind: 'database',
      adminUrl: 'postgres://nobody@127.0.0.1:1/postgres',
      name: 'arm_base',
    })
  })
  const report = await sweepDeadRuns(state)
  expect(report.swept[0]?.notRemoved).toEqual([
    expect.stringMatching(/^arm_base in postgres:\/\/127\.0\.0\.1:1: .*ECONNREFUSED/),
  ])
  expect(readdirSync(state)).toEqual(['unreachable'])
})

test('a state folder that does not exist has nothing to sweep', async () => {
  expect(await sweepDeadRuns(path.join(base, 'absent'))).toEqual({
    swept: [],
    live: [],
    skipped: [],
  })
})

test('a run that ends in order leaves an empty state folder', async () => {
  {
    await using ledger = await openRunLedger(state)
    appendFileSync(path.join(ledger.folder, 'data'), 'x')
  }
  expect(readdirSync(state)).toEqual([])
})

function writeDeadRun(
  runId: string,
  write: (folder: string) => void,
  owner: { startTicks?: number; bootId?: string; pidNamespace?: string } = {},
): void {
  const folder = path.join(state, runId)
  mkdirSync(folder, { recursive: true })
  appendRecord(folder, {
    kind: 'owner',
    runId,
    pid: process.pid,
    startTicks: 1,
    ...currentRealm(),
    ...owner,
  })
  write(folder)
}
