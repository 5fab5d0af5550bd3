import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readRecords, recordsOf } from './ledger-file.ts'
import {
  identify,
  isAlive,
  readProcessEnvironment,
  readProcessStatus,
  type ProcessIdentity,
} from './process-identity.ts'
import { attachRunLedger, openRunLedger, type RunLedger } from './run-ledger.ts'
import { spawnOwned, type OwnedProcessRequest } from './spawn-owned.ts'

let state: string
let ledger: RunLedger
beforeEach(async () => {
  state = mkdtempSync(path.join(tmpdir(), 'plumbline-spawn-'))
  ledger = await openRunLedger(state)
})
afterEach(async () => {
  await ledger[Symbol.asyncDispose]()
  rmSync(state, { recursive: true, force: true })
})

const shell = (script: string, more: Partial<OwnedProcessRequest> = {}): OwnedProcessRequest => ({
  ledger,
  what: 'shell',
  command: 'sh',
  args: ['-c', script],
  ...more,
})

test('a child is recorded, leads its own group and carries the mark of its run', async () => {
  await using child = await spawnOwned(shell('sleep 600'))
  expect(recordsOf(readRecords(ledger.folder), 'process')).toMatchObject([
    { pid: child.pid, what: 'shell' },
  ])
  expect(readProcessStatus(child.pid)).toMatchObject({ groupId: child.pid, sessionId: child.pid })
  expect(readProcessEnvironment(child.pid)).toContain(`PLUMBLINE_RUN_ID=${ledger.runId}`)
})

test('only essential names are inherited where that is asked', async () => {
  const inherit = 'essential' as const
  await using child = await spawnOwned(
    shell('env', { inherit, env: { OWN: '1', HOME: undefined } }),
  )
  await child.ended
  const names = child.lastOutput().map((line) => line.split('=')[0])
  expect(names).toContain('OWN')
  expect(names).toContain('PATH')
  expect(names).not.toContain('HOME')
  expect(names).not.toContain('VITEST')
})

test('disposing ends it and its descendants', async () => {
  let family: ProcessIdentity[] = []
  {
    await using child = await spawnOwned(shell('sleep 600 & echo $!; wait'))
    await expect.poll(() => child.lastOutput().length).toBe(1)
    family = [child.pid, Number(child.lastOutput()[0])].map(identify)
  }
  await expect.poll(() => family.filter(isAlive)).toEqual([])
})

test('a child that heeds no TERM is killed when its time is up', async () => {
  const child = await spawnOwned(
    shell('trap "" TERM; echo deaf; while true; do sleep 1; done', { stopTimeoutMs: 200 }),
  )
  await expect.poll(() => child.lastOutput()).toEqual(['deaf'])
  expect(await child.stop()).toEqual({ code: null, signal: 'SIGKILL' })
})

test('a child that ends by itself is a failure that quotes its last words', async () => {
  await using child = await spawnOwned(shell('echo no room left >&2; exit 3', { what: 'postgres' }))
  const failure = await child.died
  expect(failure.code).toBe('service')
  expect(failure.message).toMatch(/^postgres ended by itself with exit code 3.*\nno room left$/s)
})

test('waiting for a child that ends fails at once', async () => {
  await using child = await spawnOwned(shell('exit 1', { failureCode: 'target' }))
  await expect(child.whileAlive(new Promise(() => {}))).rejects.toMatchObject({ code: 'target' })
})

test('a stopped child has not died', async () => {
  const child = await spawnOwned(shell('sleep 600'))
  const state = Promise.race([child.died.then(() => 'died'), child.stop().then(() => 'stopped')])
  expect(await state).toBe('stopped')
  expect(await Promise.race([child.died, Promise.resolve('still unresolved')])).toBe(
    'still unresolved',
  )
})

test('a program that does not exist is said', async () => {
  const request = { ledger, what: 'redis', command: '/no/such/redis-server', args: [] }
  await expect(spawnOwned(request)).rejects.toMatchObject({
    code: 'service',
    message: expect.stringContaining('redis did not start: spawn /no/such/redis-server ENOENT'),
  })
})

test('a child that the ledger cannot record is not left running', async () => {
  let pid = 0
  const full: RunLedger = {
    ...ledger,
    recordProcess(started) {
      pid = started
      throw new Error('ENOSPC: no space left on device, write')
    },
  }
  await expect(spawnOwned(shell('sleep 600', { ledger: full }))).rejects.toMatchObject({
    code: 'disk',
    message: expect.stringMatching(/^shell cannot be recorded in .*: ENOSPC/),
  })
  await expect.poll(() => readProcessStatus(pid)?.state ?? 'gone').toMatch(/^(Z|gone)$/)
})

test('a worker that attaches records into the same ledger and removes nothing when it leaves', async () => {
  {
    await using attached = attachRunLedger(ledger.folder)
    expect(attached.runId).toBe(ledger.runId)
    attached.recordFolder('/dev/shm/plumbline-attached')
  }
  expect(recordsOf(readRecords(ledger.folder), 'folder')).toHaveLength(1)
})

test('attaching to a folder that is no run is refused', () => {
  expect(() => attachRunLedger('/nowhere/at/all')).toThrow(/has no owner/)
})
