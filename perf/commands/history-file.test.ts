import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { expectHistory, historyIn } from './history-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'plumbline-history-'))
afterAll(() => rmSync(folder, { recursive: true }))

test('a history that is not there yet is empty', async () => {
  expect(await historyIn(join(folder, 'none'))).toBe('')
})

test('a history is read as it is', async () => {
  writeFileSync(join(folder, 'some'), 'a\n')
  expect(await historyIn(join(folder, 'some'))).toBe('a\n')
})

test('one that cannot be read is not taken for an empty one', async () => {
  await expect(historyIn(folder)).rejects.toThrow(/cannot be read: EISDIR/)
})

test('before a run a place for a history is made, and one that can be none is refused', async () => {
  const file = join(folder, 'new', 'history')
  await expectHistory(file)
  expect([existsSync(join(folder, 'new')), existsSync(file)]).toEqual([true, false])
  writeFileSync(file, 'a\n')
  await expect(expectHistory(join(folder, 'new'))).rejects.toThrow(/cannot be read: EISDIR/)
  await expect(expectHistory(join(file, 'below'))).rejects.toMatchObject({
    message: expect.stringMatching(/^folder of the history .*: EEXIST/),
    remedy: '--history FILE names another file',
  })
})
