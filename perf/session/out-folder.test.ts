import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { makeOutFolder } from './out-folder.ts'

let folder = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'out-'))
})
afterEach(() => {
  chmodSync(folder, 0o755)
  rmSync(folder, { recursive: true })
})

test('a folder is made with those above it, and stays as it is when it is there', async () => {
  const deep = join(folder, 'a', 'b')
  await makeOutFolder(deep)
  writeFileSync(join(deep, 'file'), '')
  await makeOutFolder(deep)
  expect(readdirSync(deep)).toEqual(['file'])
})

test('a file in its place or above it is named', async () => {
  const file = join(folder, 'file')
  writeFileSync(file, '')
  await expect(makeOutFolder(file)).rejects.toMatchObject({
    code: 'disk',
    message: expect.stringMatching(/^output folder .*\/file cannot be written to: EEXIST/),
    remedy: '--out DIR names another folder',
  })
  await expect(makeOutFolder(join(file, 'out'))).rejects.toThrow(/file\/out cannot .*: ENOTDIR/)
})

test('where no folder can be made it says so: Node’s own recursive mkdir never comes back', async () => {
  await expect(makeOutFolder('/proc/none/out')).rejects.toThrow('/proc/none/out cannot be written')
})

test('a folder that is there and takes no file is refused', async () => {
  // The superuser may write in spite of its mode, and has /proc for a folder that takes nothing.
  const isRoot = process.getuid?.() === 0
  chmodSync(folder, 0o555)
  await expect(makeOutFolder(isRoot ? '/proc' : folder)).rejects.toThrow('cannot be written to: E')
  expect(existsSync(join(folder, 'anything'))).toBe(false)
})
