import { closeSync, openSync, readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { countOpenFiles } from './open-files.ts'

test('every file that is opened counts, until it is closed', () => {
  const before = countOpenFiles()
  expect(before).toBe(readdirSync('/proc/self/fd').length - 1)
  const opened = Array.from({ length: 50 }, () => openSync('/dev/null', 'r'))
  expect(countOpenFiles()).toBe(before + 50)
  opened.forEach((file) => closeSync(file))
  expect(countOpenFiles()).toBe(before)
})
