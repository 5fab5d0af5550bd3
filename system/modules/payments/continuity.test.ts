import { expect, test } from 'vitest'
import { Continuity } from './continuity.ts'

/** What has to be counted before each message of partition 0 at these offsets. */
const before = (continuity: Continuity, ...offsets: number[]): readonly number[] =>
  offsets.map((offset) => Number(continuity.follow({ partition: 0, offset: BigInt(offset) })))

test('a stream that begins after a commit needs all that was committed', () => {
  const continuity = new Continuity()
  continuity.begin(new Set())
  expect(before(continuity, 7, 8)).toEqual([6, 7])
})

test('nothing is before the first message of a topic, nor of a partition that is read anew', () => {
  const continuity = new Continuity()
  continuity.begin(new Set())
  expect(before(continuity, 0, 1)).toEqual([-1, 0])
  continuity.begin(new Set([0]))
  expect(before(continuity, 40, 41)).toEqual([-1, 40])
  expect(continuity.follow({ partition: 1, offset: 9n })).toBe(8n)
})

test('a partition that comes back with a gap, as to a committed stream, needs what is in it', () => {
  const continuity = new Continuity()
  continuity.begin(new Set([0]))
  expect(before(continuity, 0, 1, 5, 6, 3)).toEqual([-1, 0, 4, 5, 2])
})
