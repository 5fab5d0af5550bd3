import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { runCommand } from './testing/command-line.ts'
import { fixtureRepository } from './testing/fixture-repository.ts'
import { compileCacheOf } from './compile-cache.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'compile-cache-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('what a command compiled goes with its checkout: git ignores it, the temp folder has none', async () => {
  using repository = fixtureRepository()
  const { exitCode } = await runCommand({
    repository: repository.folder,
    cacheFolder: join(folder, 'cache'),
    args: ['report', '--result', '/none'],
    env: { TMPDIR: folder },
  })
  expect(exitCode).toBe(2)
  const made = readdirSync(compileCacheOf(repository.folder), {
    recursive: true,
    withFileTypes: true,
  })
  expect(made.some((entry) => entry.isFile())).toBe(true)
  expect(repository.git('status', '--porcelain')).toBe('')
  expect(readdirSync(folder)).toEqual([])
})
