import { execFile } from 'node:child_process'
import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { cacheFolder, repositoryRoot } from './config.ts'
import { requireTool, type ToolName } from './tools.ts'

async function lint(name: ToolName, args: readonly string[]): Promise<string> {
  const tool = await requireTool(name, cacheFolder())
  const result = await promisify(execFile)(tool, args, { cwd: repositoryRoot }).catch(
    (failure: { stdout: string; stderr: string }) => failure,
  )
  return `${result.stdout}${'code' in result ? result.stderr : ''}`.trim()
}

test('actionlint finds nothing in the workflows', async () => {
  // shellcheck and pyflakes are on some machines and not on others: the answer must not depend on
  // it.
  expect(await lint('actionlint', ['-no-color', '-shellcheck=', '-pyflakes='])).toBe('')
})

test('zizmor finds nothing in the workflows and actions, at its pedantic level', async () => {
  const findings = await lint('zizmor', [
    '--offline',
    '--no-progress',
    '--color=never',
    '--persona=pedantic',
    '--format=plain',
    '.github',
  ])
  expect(findings).toMatch(/^No findings to report/)
})

test('the linters see a planted mistake', async () => {
  const planted = join(import.meta.dirname, 'planted-mistakes.yml')
  expect(await lint('actionlint', ['-no-color', '-oneline', planted])).toContain('[expression]')
  expect(
    await lint('zizmor', [
      '--offline',
      '--no-progress',
      '--color=never',
      '--format=plain',
      planted,
    ]),
  ).toMatch(/template-injection[^]*unpinned-uses/)
})

test('an ignore carries its reason', async () => {
  const folder = join(repositoryRoot, '.github')
  for (const file of await readdir(folder, { recursive: true })) {
    if (!file.endsWith('.yml')) continue
    const lines = (await readFile(join(folder, file), 'utf8')).split('\n')
    for (const line of lines.filter((text) => text.includes('ignore['))) {
      expect(line, `${file}: expected a reason after ignore[...]`).toMatch(
        /ignore\[[\w-]+\] \S.{20,}/,
      )
    }
  }
})
