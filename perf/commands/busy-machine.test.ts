import { expect, test } from 'vitest'
import { busyNote, readCpuUse } from './busy-machine.ts'

/** What is said after a window of so many jiffies of all cores, some idle, some our own. */
const said = (total: number, idle: number, own: number, cores = 2) =>
  busyNote(
    { jiffies: { total: 1_000, idle: 400 }, ownMs: 200 },
    { jiffies: { total: 1_000 + total, idle: 400 + idle }, ownMs: 200 + own * 10 },
    cores,
  )

test('a machine of which others use more than two fifths is told of before measuring', () => {
  expect(said(60, 4, 2)).toBe(
    'something else keeps 1.8 of 2 cores busy: expect wide intervals or an invalid run',
  )
  expect(said(50, 25, 5)).toBeUndefined()
  expect(said(50, 25, 4)).toContain('0.8 of 2 cores')
  expect(said(60, 0, 0, 1)).toContain('1.0 of 1 core busy')
})

test('what this process uses itself accuses nobody', () => {
  expect(said(60, 5, 55)).toBeUndefined()
})

test('a window too short for the clock of the kernel accuses nobody', () => {
  expect(said(9, 0, 0)).toBeUndefined()
  expect(said(10, 0, 0)).toContain('2.0 of 2 cores')
})

test('a reading has the time of the machine, and of this process within it', () => {
  const before = readCpuUse()
  for (let index = 0; readCpuUse().ownMs - before.ownMs < 1; index += 1) JSON.stringify(index)
  const after = readCpuUse()
  expect(after.ownMs).toBeGreaterThan(before.ownMs)
  expect(after.jiffies.total).toBeGreaterThanOrEqual(before.jiffies.total)
  expect(after.jiffies.total * 10).toBeGreaterThan(after.ownMs)
})
