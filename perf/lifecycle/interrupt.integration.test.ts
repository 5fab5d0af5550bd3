import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startFixtureRun } from './fixture-run.ts'
import { identify, isAlive, readProcessStatus } from './process-identity.ts'
import { sweepDeadRuns } from './sweep.ts'

let state: string
beforeEach(() => {
  state = mkdtempSync(path.join(tmpdir(), 'plumbline-interrupt-'))
})
afterEach(() => rmSync(state, { recursive: true, force: true }))

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  '%s disposes everything and exits with 2',
  async (signal) => {
    using run = await startFixtureRun(['--state', state])
    const child = identify(run.childPid)
    const exit = once(run.owner, 'exit')
    run.owner.kill(signal)
    expect(await exit).toEqual([2, null])
    expect(isAlive(child)).toBe(false)
    expect(readdirSync(state)).toEqual([])
  },
)

test('an error that nobody catches disposes everything and exits with 2', async () => {
  using run = await startFixtureRun(['--state', state, '--crash'])
  await expect.poll(() => run.owner.exitCode, { timeout: 10_000 }).toBe(2)
  expect(readProcessStatus(run.childPid)?.state ?? 'gone').toMatch(/^(Z|gone)$/)
  expect(readdirSync(state)).toEqual([])
})

test('the same Ctrl-C arriving twice is one wish', async () => {
  using run = await startFixtureRun(['--state', state])
  const exit = once(run.owner, 'exit')
  run.owner.kill('SIGINT')
  run.owner.kill('SIGINT')
  expect(await exit).toEqual([2, null])
  expect(readdirSync(state)).toEqual([])
})

test('Ctrl-C in the midst of the ordinary end waits for it, and leaves the exit code to the run', async () => {
  using run = await startFixtureRun(['--state', state, '--end'])
  const child = identify(run.childPid)
  const exit = once(run.owner, 'exit')
  run.owner.kill('SIGINT')
  expect(await exit).toEqual([0, null])
  expect(isAlive(child)).toBe(false)
  expect(readdirSync(state)).toEqual([])
})

test('a second Ctrl-C kills at once and leaves the rest to the next sweep', async () => {
  using run = await startFixtureRun(['--state', state, '--slow-dispose'])
  const child = identify(run.childPid)
  const exit = once(run.owner, 'exit')
  run.owner.kill('SIGINT')
  await sleep(700)
  expect(isAlive(child)).toBe(true)
  run.owner.kill('SIGINT')
  expect(await exit).toEqual([2, null])
  const report = await sweepDeadRuns(state)
  expect(report.swept).toMatchObject([{ runId: run.runId, processes: [], notRemoved: [] }])
  expect(isAlive(child)).toBe(false)
  expect(readdirSync(state)).toEqual([])
})
