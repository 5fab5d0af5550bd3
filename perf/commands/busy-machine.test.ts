import { expect, test } from 'vitest'
import { diagnose } from '../doctor/diagnosis.ts'
import { faultless } from '../doctor/fixture-facts.ts'
import { othersShare } from '../probes/others-cpu.ts'
import { busyNote } from './busy-machine.ts'

/** What is said after a window of so many jiffies of all cores, some idle, some our own. */
const said = (total: number, idle: number, own: number, cores = 2) =>
  busyNote(
    { jiffies: { total: 1_000, idle: 400, steal: 0 }, ownMs: 200 },
    { jiffies: { total: 1_000 + total, idle: 400 + idle, steal: 0 }, ownMs: 200 + own * 10 },
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

test.each([580, 599, 601, 620])(
  'the doctor calls a machine busy that a run warns of, and no other: %i of 1000 jiffies idle',
  (idle) => {
    const before = { jiffies: { total: 0, idle: 0, steal: 0 }, ownMs: 0 }
    const after = { jiffies: { total: 1_000, idle, steal: 0 }, ownMs: 0 }
    const { findings } = diagnose({ ...faultless, othersShare: othersShare(before, after) })
    const load = findings.find(({ subject }) => subject === 'load')
    const isWarned = busyNote(before, after, faultless.machine.cpus) !== undefined
    expect(load?.state).toBe(isWarned ? 'limits' : 'good')
    expect(isWarned).toBe(idle < 600)
  },
)
