import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { withStartLock } from './start-lock.mjs'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'start-lock-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

test('two starts at once work one after the other', async () => {
  const file = join(folder, 'a.lock')
  const events: string[] = []
  const work = (name: string) => async () => {
    events.push(`${name} in`)
    await Promise.resolve()
    events.push(`${name} out`)
  }
  await Promise.all([withStartLock(file, work('first')), withStartLock(file, work('second'))])
  expect(events).toEqual(['first in', 'first out', 'second in', 'second out'])
  expect(existsSync(file)).toBe(false)
})

test('the lock of a dead process is taken over and nothing of it stays', async () => {
  const file = join(folder, 'b.lock')
  const { pid } = spawnSync('true')
  writeFileSync(file, String(pid))
  expect(await withStartLock(file, () => Promise.resolve('mine'))).toBe('mine')
  expect(readdirSync(folder)).toEqual([])
})

test('failing work gives the lock back', async () => {
  const file = join(folder, 'c.lock')
  const failing = withStartLock(file, () => Promise.reject(new Error('no')))
  await expect(failing).rejects.toThrow('no')
  expect(existsSync(file)).toBe(false)
})
