import { expect, test } from 'vitest'
import { busiestDiskMs, parseDiskTimes } from './disk-time.ts'
import { processMsBetween, readProcessTimes } from './process-times.ts'

test('what each process used between two readings is told, most first', () => {
  const before = new Map([
    [1, 5_000_000],
    [2, 1_000_000],
    [3, 9_000_000],
  ])
  const after = new Map([
    [1, 6_000_000],
    [2, 41_000_000],
    [4, 7_000_000],
  ])
  expect(processMsBetween(before, after)).toEqual([40, 7, 1])
})

test('a process that works is seen to, and one that is not there has no time', () => {
  const before = readProcessTimes(process.pid)
  const spunUntil = performance.now() + 30
  while (performance.now() < spunUntil);
  const after = readProcessTimes(process.pid)
  expect(after.get(process.pid)).toBeGreaterThan(before.get(process.pid) ?? Infinity)
  expect(readProcessTimes(2 ** 22 + 1)).toEqual(new Map([[2 ** 22 + 1, 0]]))
})

const lines = (
  vdaMs: number,
  vdbMs: number,
) => `   7       0 loop0 9 0 9 9 0 0 0 0 0 9999 9 0 0 0 0 0 0
 254       0 vda 2290114 139577 41417138 2705055 4129260 8017634 486656456 4838871 0 ${vdaMs} 8233847 5842174 22513
 254       1 vda1 9 0 9 9 0 0 0 0 0 ${vdaMs - 4} 9 0 0 0 0 0 0
 254      16 vdb 9 0 9 9 0 0 0 0 0 ${vdbMs} 9 0 0 0 0 0 0
`

test('the disk that had most to do counts, and memory that looks like one does not', () => {
  expect(parseDiskTimes(lines(1_000, 70))).toEqual(
    new Map([
      ['vda', 1_000],
      ['vda1', 996],
      ['vdb', 70],
    ]),
  )
  expect(busiestDiskMs(parseDiskTimes(lines(1_000, 70)), parseDiskTimes(lines(1_200, 570)))).toBe(
    500,
  )
})

test('where no disk is listed nothing is told of any', () => {
  expect(busiestDiskMs(parseDiskTimes(''), parseDiskTimes(''))).toBeUndefined()
  // One that came in between has no earlier reading to be held against.
  expect(busiestDiskMs(new Map(), new Map([['vda', 1_000]]))).toBe(0)
})
