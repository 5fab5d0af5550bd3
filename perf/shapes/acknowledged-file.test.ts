import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { acknowledgedIn } from './acknowledged-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'plumbline-acknowledged-'))
afterAll(() => rmSync(folder, { recursive: true }))

const file = join(folder, 'three')
writeFileSync(file, 'a\nb held\nc\n')
const missing = join(folder, 'missing')

test('identifiers come by pieces, as they were written', async () => {
  expect(await Array.fromAsync(acknowledgedIn(file, 3, 2))).toEqual([['a', 'b held'], ['c']])
})

test('a file that was never written is none where nothing was acknowledged', async () => {
  expect(await Array.fromAsync(acknowledgedIn(missing, 0))).toEqual([])
})

test.each([
  [file, 4, 'holds 3 acknowledged identifiers, expected 4'],
  [missing, 1, 'holds 0 acknowledged identifiers, expected 1'],
])('fewer than were acknowledged are a failure', async (path, expected, message) => {
  await expect(Array.fromAsync(acknowledgedIn(path, expected))).rejects.toThrow(message)
})
