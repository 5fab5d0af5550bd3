import { expect, test } from 'vitest'
import { answeredAfter } from '../../measuring/kinds/testing.ts'
import { judgeObjectives } from '../judging/objectives.ts'
import type { Stretch } from './figures.ts'
import { partFigures } from './part-figures.ts'

const parts = [
  { role: 'ramp', fromMs: 0, toMs: 10_000, level: 100 },
  { role: 'normal', fromMs: 10_000, toMs: 60_000, level: 100 },
] as const

const stretch = (second: number, more: Partial<Stretch> = {}): Stretch => ({
  fromMs: (second - 1) * 1_000,
  toMs: second * 1_000,
  offered: 100,
  completed: 100,
  shed: 0,
  errors: 0,
  journeys: answeredAfter(...Array.from({ length: 100 }, () => 5)),
  queued: 0,
  generatorCores: 0.2,
  ...more,
})
const seconds = (from: number, to: number, more?: Partial<Stretch>) =>
  Array.from({ length: to - from + 1 }, (_, index) => stretch(from + index, more))
const hanging = { completed: 0, journeys: answeredAfter() }
const missedBy = (stretches: readonly Stretch[]) =>
  judgeObjectives('load', partFigures(parts, stretches).steady, 100, [])
    .filter(({ isKept }) => !isKept)
    .map(({ what }) => what)

test('a load that hangs for its last ten seconds misses its objectives, however that ends', () => {
  const before = [...seconds(1, 50), ...seconds(51, 60, hanging)]
  const late = Array.from({ length: 1_000 }, () => 9_500)
  const answered = stretch(61, { offered: 0, completed: 1_000, journeys: answeredAfter(...late) })
  expect(missedBy([...before, answered])).toContain('latency p99')
  const timedOut = { ...answered, completed: 0, errors: 1_000 }
  expect(missedBy([...before, timedOut])).toEqual(
    expect.arrayContaining(['success, of journeys ended', 'journeys per second', 'latency p99']),
  )
})

test('what ends after the schedule is counted with its last part, and takes none of its time', () => {
  const late = stretch(62, { fromMs: 60_000, offered: 0, completed: 7, errors: 3 })
  const { steady, parts: found, whole } = partFigures(parts, [...seconds(1, 60), late])
  expect(steady).toMatchObject({ seconds: 50, offered: 5_000, completed: 5_007, errors: 3 })
  expect(steady).toMatchObject({ offeredPerSecond: 100, completedPerSecond: 100 })
  expect(found.map(({ figures }) => figures.completed)).toEqual([1_000, 5_007])
  expect(whole).toMatchObject({ seconds: 62, completed: 6_007 })
})
