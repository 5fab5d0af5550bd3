import { appendFileSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { appendRecord, ledgerPath, readRecords, recordsOf } from './ledger-file.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'plumbline-ledger-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

test('records come back in the order they were appended', () => {
  appendRecord(folder, { kind: 'process', pid: 10, startTicks: 20, what: 'redis' })
  appendRecord(folder, { kind: 'folder', path: '/tmp/a', inode: null })
  expect(readRecords(folder)).toEqual([
    { kind: 'process', pid: 10, startTicks: 20, what: 'redis' },
    { kind: 'folder', path: '/tmp/a', inode: null },
  ])
})

test('a last line cut short by a kill costs that line only', () => {
  appendRecord(folder, { kind: 'process', pid: 10, startTicks: 20, what: 'redis' })
  appendFileSync(ledgerPath(folder), '{"kind":"process","pid":11,"star')
  expect(readRecords(folder)).toHaveLength(1)
})

test('a record that is not of the schema is left out', () => {
  appendFileSync(ledgerPath(folder), '{"kind":"process","pid":-1,"startTicks":1,"what":"x"}\n')
  appendFileSync(ledgerPath(folder), '{"kind":"folder","path":"relative","inode":null}\n')
  appendFileSync(ledgerPath(folder), '{"kind":"container","id":"; rm","what":"x"}\n')
  expect(readRecords(folder)).toEqual([])
})

test('a missing ledger has no records', () => {
  expect(readRecords(path.join(folder, 'absent'))).toEqual([])
})

test('the ledger is readable by its owner only', () => {
  appendRecord(folder, { kind: 'database', adminUrl: 'postgres://u:secret@h/db', name: 'x' })
  expect(statSync(ledgerPath(folder)).mode & 0o077).toBe(0)
})

test('records are picked by kind', () => {
  appendRecord(folder, { kind: 'process', pid: 10, startTicks: 20, what: 'redis' })
  appendRecord(folder, { kind: 'container', id: 'a'.repeat(64), what: 'kafka' })
  expect(recordsOf(readRecords(folder), 'container').map(({ what }) => what)).toEqual(['kafka'])
})
