import type { ChildProcess } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { expect, test } from 'vitest'
import { holdProcess } from './owned-process.ts'

/** No process has an id this large: nothing is signalled. */
const nobody = { pid: 2 ** 22 + 1, startTicks: 1 }

test('a process that survives SIGKILL is given up and said', async () => {
  const child = Object.assign(new EventEmitter(), { stdout: null, stderr: null, kill: () => true })
  const stuck = holdProcess(child as unknown as ChildProcess, nobody, {
    what: 'redis',
    failureCode: 'service',
    stopSignal: 'SIGTERM',
    stopTimeoutMs: 1,
    killTimeoutMs: 1,
    outputLines: 1,
    onLine: undefined,
  })
  await expect(stuck.stop()).rejects.toMatchObject({
    code: 'service',
    message: `redis (pid ${nobody.pid}) is alive 1 ms after SIGKILL, expected it gone`,
  })
})
