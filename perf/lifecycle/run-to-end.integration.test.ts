import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openRunLedger, type RunLedger } from './run-ledger.ts'
import { runToEnd } from './run-to-end.ts'
import type { OwnedProcessRequest } from './spawn-owned.ts'

let state: string
let ledger: RunLedger
beforeEach(async () => {
  state = mkdtempSync(path.join(tmpdir(), 'plumbline-end-'))
  ledger = await openRunLedger(state)
})
afterEach(async () => {
  await ledger[Symbol.asyncDispose]()
  rmSync(state, { recursive: true, force: true })
})

const shell = (script: string): OwnedProcessRequest => ({
  ledger,
  what: 'initdb',
  command: 'sh',
  args: ['-c', script],
  stopTimeoutMs: 200,
})
const enoughMs = 30_000

test('a command that ends well has nothing to say', async () => {
  await expect(runToEnd(shell('exit 0'), enoughMs)).resolves.toBeUndefined()
})

test('a command that ends otherwise is a failure with its last words', async () => {
  await expect(runToEnd(shell('echo no room; exit 3'), enoughMs)).rejects.toMatchObject({
    code: 'service',
    message: 'initdb exited with code 3, expected exit code 0; it said: no room',
  })
})

test('the failure has the code that was asked for', async () => {
  const request = { ...shell('exit 1'), failureCode: 'target' as const }
  await expect(runToEnd(request, enoughMs)).rejects.toMatchObject({ code: 'target' })
})

test('a command that does not end is ended when its time is up', async () => {
  await expect(runToEnd(shell('sleep 600'), 100)).rejects.toThrow(
    'initdb did not end within 100 ms, expected exit code 0; it said: nothing',
  )
})
