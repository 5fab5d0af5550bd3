import { expect, test } from 'vitest'
import { timesBetween } from './postgres-statement-times.ts'
import { onCpuShare, readMainThreadTime } from './thread-time.ts'

test('statements between two readings are those that were called', () => {
  const before = new Map([
    ['a', { calls: 2, rows: 4, us: 100 }],
    ['b', { calls: 1, rows: 1, us: 10 }],
  ])
  const after = new Map([
    ['a', { calls: 5, rows: 10, us: 400 }],
    ['b', { calls: 1, rows: 1, us: 10 }],
    ['c', { calls: 1, rows: 0, us: 7 }],
  ])
  expect([...timesBetween(before, after)]).toEqual([
    ['a', { calls: 3, rows: 6, us: 300 }],
    ['c', { calls: 1, rows: 0, us: 7 }],
  ])
})

test('a thread that waited for a processor as long as it ran had half of it', () => {
  const before = { cpuNs: 1_000, waitedNs: 500 }
  expect(onCpuShare(before, { cpuNs: 2_000, waitedNs: 1_500 })).toBe(0.5)
  expect(onCpuShare(before, before)).toBe(1)
  expect(onCpuShare(undefined, before)).toBe(1)
})

test('the main thread of this process has run, and one that is not there has no time', () => {
  expect(readMainThreadTime(process.pid)?.cpuNs).toBeGreaterThan(0)
  expect(readMainThreadTime(2 ** 30)).toBeUndefined()
})
