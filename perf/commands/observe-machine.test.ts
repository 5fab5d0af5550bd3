import { expect, test } from 'vitest'
import { busyNote } from './observe-machine.ts'

test('a machine on which more runs than it has cores is told of before measuring', () => {
  expect(busyNote(28.49, 2)).toBe(
    'load average 28.5 on 2 cores: something else is running, expect wide intervals or an invalid run',
  )
  expect(busyNote(1.2, 1)).toMatch(/^load average 1\.2 on 1 core:/)
  expect(busyNote(2, 2)).toBeUndefined()
})
