import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import type { KnownFailure } from '../../perf/errors.ts'
import { type FilesOf, listedBy, refuseUnmatched, selectionOf } from './filters.ts'

const root = resolve(import.meta.dirname, '../..')
const files = [
  'perf/stats/random.test.ts',
  'system/modules/payments/store.test.ts',
  'scripts/faults/kills.integration.test.ts',
]
const filesOf: FilesOf = (filter = '') =>
  Promise.resolve(files.filter((file) => file.includes(filter)))
const projects = ['unit', 'integration']

const refusal = (...filters: string[]) =>
  refuseUnmatched({ filters, projects }, filesOf).then(
    () => undefined,
    (failure: KnownFailure) => failure,
  )

test('filters that each match a file are taken', async () => {
  expect(await refusal('perf/stats', 'payments')).toBeUndefined()
  expect(await refusal()).toBeUndefined()
})

test('one that matches nothing is refused, also beside one that does', async () => {
  const failure = await refusal('payments', 'nosuchtest')
  expect(failure).toMatchObject({
    code: 'usage',
    message:
      'filter "nosuchtest" matches no test file, expected part of the path of one in unit or integration, as perf/stats',
    remedy: "npm test -- -t 'nosuchtest', which goes by the names of tests",
  })
})

test('a project that has no test is what is refused, and not the filter', async () => {
  const selection = { filters: ['payments'], projects: ['unti'] }
  await expect(refuseUnmatched(selection, () => Promise.resolve([]))).rejects.toThrow(
    'project unti has no test file, expected a project of vitest.config.ts',
  )
})

test.each([
  ['paymnets', 'payments'],
  ['perf/stast', 'perf/stats'],
  ['kilsl', 'kills'],
  ['perf/stats/random.ts', 'perf/stats/random.test.ts'],
])('%j is told what was probably meant', async (filter, meant) => {
  expect((await refusal(filter))?.message).toContain(`(did you mean ${meant}?), expected`)
})

test('the values of flags are no filters, and --project names the projects', async () => {
  expect(await selectionOf(['-t', 'a name', 'perf/stats'], projects)).toEqual({
    filters: ['perf/stats'],
    projects,
  })
  expect(await selectionOf(['--project', 'unit', '--bail=1'], projects)).toEqual({
    filters: [],
    projects: ['unit'],
  })
})

test('vitest itself says which files a filter matches', async () => {
  const listed = listedBy(root, ['unit'])
  expect(await listed('scripts/test/filters')).toEqual(['scripts/test/filters.test.ts'])
  expect(await listed('nosuchtest')).toEqual([])
  expect(await listedBy(root, ['unti'])()).toEqual([])
})

test('a configuration that does not load is what is told, and no filter', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'filters-'))
  try {
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
    writeFileSync(join(folder, 'vitest.config.ts'), "throw new Error('planted')\n")
    await expect(listedBy(folder, ['unit'])('filters')).rejects.toMatchObject({
      code: 'prerequisite',
      message: expect.stringMatching(/^vitest lists no test files: Error: planted, expected/),
    })
  } finally {
    rmSync(folder, { recursive: true })
  }
})

const npmTest = (word: string) =>
  new Promise((done) => {
    const args = [resolve(root, 'scripts/test.ts'), word]
    execFile(process.execPath, args, { cwd: root }, (error, stdout, stderr) =>
      done({ code: error?.code, stdout, stderr: stderr.split(',')[0] }),
    )
  })

test('npm test with a filter that matches nothing ends with 2 and starts nothing', async () => {
  const stderr = 'error (usage): filter "nosuchtest" matches no test file'
  expect(await npmTest('nosuchtest')).toEqual({ code: 2, stdout: '', stderr })
})

test('npm test asked for help says what it takes and starts nothing', async () => {
  const stdout = expect.stringMatching(/^Usage: npm test .*\n.*\nExit codes: .*\n$/)
  expect(await npmTest('--help')).toEqual({ code: undefined, stdout, stderr: '' })
})
