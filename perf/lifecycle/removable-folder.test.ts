import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { inodeOf, refuseUnsafeFolder, removeRecordedFolder } from './removable-folder.ts'

let base: string
beforeEach(() => {
  base = mkdtempSync(path.join(tmpdir(), 'plumbline-folder-'))
})
afterEach(() => rmSync(base, { recursive: true, force: true }))

test.each([
  ['the root', '/'],
  ['a folder of the machine', '/var'],
  ['a relative path', 'perf/lifecycle'],
  ['the home folder', homedir()],
  ['the working folder', process.cwd()],
  ['a folder that holds the working folder', path.dirname(process.cwd())],
  ['the run folder itself', '/var/cache/runs/one'],
  ['a folder that holds the run folder', '/var/cache/runs'],
])('%s may not be recorded', (_, folder) => {
  expect(() => refuseUnsafeFolder(folder, '/var/cache/runs/one')).toThrow(/may not be recorded/)
})

test('a folder of its own may be recorded', () => {
  expect(() => refuseUnsafeFolder('/dev/shm/plumbline-x', '/var/cache/runs/one')).not.toThrow()
})

test('a recorded folder is removed with what it holds', async () => {
  const folder = path.join(base, 'data')
  mkdirSync(path.join(folder, 'deep'), { recursive: true })
  const record = { kind: 'folder', path: folder, inode: inodeOf(folder) } as const
  expect(await removeRecordedFolder(record)).toBe('removed')
  expect(existsSync(folder)).toBe(false)
})

test('a folder of the same name made by somebody else since is left alone', async () => {
  const folder = path.join(base, 'data')
  mkdirSync(folder)
  const record = { kind: 'folder', path: folder, inode: inodeOf(folder) } as const
  renameSync(folder, path.join(base, 'moved'))
  mkdirSync(folder)
  expect(await removeRecordedFolder(record)).toBe('not-ours')
  expect(existsSync(folder)).toBe(true)
})

test('what a link points to is left alone', async () => {
  const target = path.join(base, 'target')
  const folder = path.join(base, 'data')
  mkdirSync(target)
  symlinkSync(target, folder)
  await removeRecordedFolder({ kind: 'folder', path: folder, inode: null })
  expect(existsSync(folder)).toBe(false)
  expect(existsSync(target)).toBe(true)
})
