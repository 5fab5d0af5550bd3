import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { KnownFailure } from '../errors.ts'
import { isAllRemoved, tellStopped } from './stopped-run.ts'

const there = mkdtempSync(join(tmpdir(), 'stopped-run-'))
afterAll(() => rmSync(there, { recursive: true }))

const reason = new KnownFailure('interrupted', 'run stopped by SIGINT')
const kept = 'The reports are as they were'

test.each([
  [undefined, false, 'It had not started anything yet', undefined],
  [{ folder: join(there, 'gone') }, false, 'Everything that it started is stopped', undefined],
  [{ folder: there }, false, 'Not everything that it started could', 'npm run perf -- clean'],
  [{ folder: there }, true, 'Its processes were killed at once', 'npm run perf -- clean'],
])('%j, forced %j: %s', (ledger, forced, said, remedy) => {
  const told = tellStopped(reason, { ledger, forced, kept })
  expect(told.code).toBe('interrupted')
  expect(told.message).toMatch(/^run stopped by SIGINT\. /)
  expect(told.message).toContain(said)
  expect(told.message).toMatch(/\. The reports are as they were$/)
  expect(told.remedy).toBe(remedy)
  expect(isAllRemoved({ ledger, forced })).toBe(remedy === undefined)
})
