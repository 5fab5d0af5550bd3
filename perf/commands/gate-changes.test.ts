import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { repositoryFolder } from '../config.ts'
import { gateChanges, gatePaths } from './gate-changes.ts'

test.each(gatePaths)('a change below %s is said, and does not gate', (path) => {
  expect(gateChanges([`${path}some/file.ts`, 'README.md'])).toEqual([
    {
      code: 'gate-changed',
      message: `This pull request changes what it is judged by (${path}some/file.ts). The verdict here uses the default branch's policy and baselines; the workflow and the code that measured are the pull request's own.`,
      gate: false,
    },
  ])
})

test('of many changes three are named, the others counted', () => {
  const files = [1, 2, 3, 4, 5].map((at) => `baselines/local-2cpu/s${at}.json`)
  expect(gateChanges(files)[0]?.message).toContain('s3.json and 2 more)')
})

test('a change elsewhere is not spoken of, nor is a folder of a like name', () => {
  expect(gateChanges(['system/main.ts', 'docs/baselines/a.md', 'perf/verdicts.ts'])).toEqual([])
})

test('CODEOWNERS lists the same folders', () => {
  const text = readFileSync(join(repositoryFolder, '.github', 'CODEOWNERS'), 'utf8')
  const listed = text
    .split('\n')
    .filter((line) => line.startsWith('/'))
    .map((line) => line.split(/\s/)[0])
  expect(listed).toEqual(gatePaths.map((path) => `/${path}`))
})
