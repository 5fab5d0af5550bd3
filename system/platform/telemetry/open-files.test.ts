import { closeSync, openSync, readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { countOpenFiles } from './open-files.ts'
import { createTelemetry } from './telemetry.ts'

test('every file that is opened counts', () => {
  const before = countOpenFiles()
  const opened = Array.from({ length: 500 }, () => openSync('/dev/null', 'r'))
  const during = countOpenFiles()
  const named = readdirSync('/proc/self/fd').length - 1
  opened.forEach((file) => closeSync(file))
  // Others of this process may open and close some meanwhile.
  expect(during - before).toBeGreaterThan(450)
  expect(Math.abs(during - named)).toBeLessThan(50)
})

test('they are told under the name that they are known by, once', async () => {
  const text = await createTelemetry().registry.metrics()
  const told = text.split('\n').filter((line) => line.startsWith('process_open_fds '))
  expect(told).toHaveLength(1)
  expect(Number(told[0]?.split(' ')[1])).toBeGreaterThan(0)
})
