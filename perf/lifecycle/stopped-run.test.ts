import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { KnownFailure } from '../errors.ts'
import { isAllRemoved, tellStopped } from './stopped-run.ts'

const there = mkdtempSync(join(tmpdir(), 'stopped-run-'))
afterAll(() => rmSync(there, { recursive: true }))

const reason = new KnownFailure('interrupted', 'run stopped by SIGINT')
const left = { folder: there }
const gone = { folder: join(there, 'gone') }
const clean = 'npm run perf -- clean'
const kept = 'The reports are as they were'

test.each([
  ['before its ledger', undefined, false, 'It had not started anything yet', undefined],
  ['whose folder is gone', gone, false, 'Everything that it started is stopped', undefined],
  ['whose folder is left', left, false, 'Not everything that it started could', clean],
  ['at once', left, true, 'Its processes were killed at once', clean],
])('a run stopped %s says what became of what it had started', (...example) => {
  const [, ledger, forced, said, remedy] = example
  const told = tellStopped(reason, { ledger, forced, kept })
  expect(told.code).toBe('interrupted')
  expect(told.message).toMatch(/^run stopped by SIGINT\. /)
  expect(told.message).toContain(said)
  expect(told.message).toMatch(/\. The reports are as they were$/)
  expect(told.remedy).toBe(remedy)
  expect(isAllRemoved({ ledger, forced })).toBe(remedy === undefined)
})
