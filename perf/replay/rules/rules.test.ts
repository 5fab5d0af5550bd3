import { expect, test } from 'vitest'
import { rulesOfOthers } from './all.ts'
import { autoSamplingRule } from './auto-sampling.ts'
import { baseThenHeadRule } from './base-then-head.ts'
import { changePointRule, changePointsOf } from './change-point.ts'
import { lastValueRule } from './last-value.ts'
import { rankSumP, rankSumRule } from './rank-sum.ts'
import { chanceDifference, relabelledMediansRule } from './relabelled-medians.ts'
import type { MetricSeries } from './rule.ts'
import { storedRunsRule } from './stored-runs.ts'

const history = [100, 101, 99, 100, 102, 98, 100, 101]
const eight = [100, 101, 99, 100.1, 102, 98, 100.5, 99.5]
const even = [...eight, ...eight.map((value) => value + 0.2)]
const times = (values: readonly number[], factor: number) => values.map((value) => value * factor)
const same: MetricSeries = { better: 'lower', history, since: [], base: even, head: even }

test.each(rulesOfOthers)('$title: equal arms are not slower, twice as slow is', (rule) => {
  expect(rule.judge(same)).toBe('not slower')
  const slow = { ...same, since: [230, 231, 229], head: times(even, 2.3) }
  expect(rule.judge(slow)).toBe('slower')
})

test.each(rulesOfOthers)('$title: half the throughput is slower, half the time is not', (rule) => {
  const halved = { ...same, since: [43, 44, 43.5], head: times(even, 1 / 2.3) }
  expect(rule.judge({ ...halved, better: 'higher' })).toBe('slower')
  expect(rule.judge(halved)).toBe('not slower')
})

test.each(rulesOfOthers)('$title: nothing measured is no answer', (rule) => {
  expect(rule.judge({ ...same, history: [], base: [], head: [] })).toBe('no answer')
})

test('200 % of the last value is no alert, more is', () => {
  const last = { ...same, history: [5, 50], head: [100] }
  expect(lastValueRule(2).judge(last)).toBe('not slower')
  expect(lastValueRule(2).judge({ ...last, history: [500, 49.9] })).toBe('slower')
})

test('base then head sees the first half of base and the second half of head, and takes drift for a change', () => {
  const drifting = [100, 100, 100, 100, 111, 111, 111, 111]
  const equal = { ...same, base: drifting, head: drifting }
  expect(baseThenHeadRule(10).judge(equal)).toBe('slower')
  expect(baseThenHeadRule(12).judge(equal)).toBe('not slower')
  expect(rankSumRule.judge(equal)).toBe('not slower')
})

test('stored runs without scatter, or a single one, set no boundary', () => {
  expect(storedRunsRule.judge({ ...same, history: [100, 100, 100] })).toBe('no answer')
  expect(storedRunsRule.judge({ ...same, history: [100] })).toBe('no answer')
})

test('stored runs older than 64 are forgotten', () => {
  const old = Array.from({ length: 50 }, (_, run) => 1_000 + run)
  const recent = Array.from({ length: 64 }, (_, run) => 100 + (run % 3))
  const slow = { ...same, history: [...old, ...recent], head: times(even, 1.1) }
  expect(storedRunsRule.judge(slow)).toBe('slower')
})

test('three of three above three is the smallest rank sum: one way in twenty on either side', () => {
  expect(rankSumP([1, 2, 3], [4, 5, 6])).toBeCloseTo(0.1, 12)
  expect(rankSumP([1, 1, 1], [1, 1, 1])).toBe(1)
})

test('auto sampling goes on while zero is inside, and stops at the first interval without it', () => {
  const quiet = [100, 101, 99, 100.5, 99.5, 100, 100.2, 99.8]
  const late = times(quiet, 1.2)
  const base = [...quiet, ...quiet]
  expect(autoSamplingRule.judge({ ...same, base, head: [...quiet, ...late] })).toBe('slower')
  const gone = [...times(quiet, 0.95), ...late]
  expect(autoSamplingRule.judge({ ...same, base, head: gone })).toBe('not slower')
})

test('medians 4 % apart are no change, however certain', () => {
  const exact = times(even, 0.000_1).map((value) => 100 + value)
  const series = { ...same, base: exact, head: times(exact, 1.04) }
  expect(relabelledMediansRule.judge(series)).toBe('not slower')
  expect(relabelledMediansRule.judge({ ...series, head: times(exact, 1.06) })).toBe('slower')
})

test('eight values of each arm are too few for a median to be below one in a thousand', () => {
  const apart = { ...same, base: eight, head: times(eight, 2) }
  expect(relabelledMediansRule.judge(apart)).toBe('not slower')
})

test('what chance makes of two medians is nothing where all values are one', () => {
  expect(chanceDifference([7, 7, 7, 7], [7, 7, 7, 7])).toBe(0)
})

test('a level that comes and goes is two change points, an even series none', () => {
  const level = (value: number) => times(eight, value / 100)
  const series = [...level(100), ...level(100), ...level(130), ...level(130), ...level(100)]
  expect(changePointsOf(series).map(({ index }) => index)).toEqual([16, 32])
  expect(changePointsOf([...even, ...even])).toEqual([])
})

test('a step in a long series is found across windows', () => {
  const wave = (length: number, from: number) =>
    Array.from({ length }, (_, at) => from + Math.sin(at * 12.9898))
  const series = [...wave(90, 100), ...wave(60, 110)]
  expect(changePointsOf(series).map(({ index }) => index)).toEqual([90])
})

test('a change point that the self-checks have already is not held against the round', () => {
  const stepped = [...eight, ...times(eight, 1.3)]
  const round = { ...same, history: stepped, head: times(eight, 1.3) }
  expect(changePointRule.judge(round)).toBe('not slower')
})
