import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { fixtures } from '../report/fixtures.ts'
import { jobSummaryLimitBytes } from './job-summary.ts'
import { publishRun } from './publish-run.ts'

afterEach(() => {
  vi.restoreAllMocks()
})

async function publish(result: (typeof fixtures)[keyof typeof fixtures]) {
  const folder = await mkdtemp(join(tmpdir(), 'plumbline-summary-'))
  const printed: string[] = []
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed.push(String(text))
    return true
  })
  try {
    const path = join(folder, 'summary.md')
    await publishRun(result, path)
    return { printed, summary: await readFile(path, 'utf8') }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

test('a regression is an error on the run and on top of its summary', async () => {
  const { printed, summary } = await publish(fixtures.regression)
  expect(printed.filter((line) => line.startsWith('::error title='))).not.toEqual([])
  expect(summary).toMatch(/^### 🔴/)
})

test('no text of a result starts a workflow command of its own', async () => {
  const { printed, summary } = await publish(fixtures.hostile)
  for (const line of printed.join('').trimEnd().split('\n')) {
    expect(line).toMatch(/^::(error|warning|notice) title=[^\n]*::/)
  }
  expect(Buffer.byteLength(summary)).toBeLessThan(jobSummaryLimitBytes)
})

test('outside a workflow there is no summary to write', async () => {
  vi.spyOn(process.stdout, 'write').mockReturnValue(true)
  await expect(publishRun(fixtures.calm, undefined)).resolves.toBeUndefined()
})
