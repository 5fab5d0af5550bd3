import { describe, expect, it } from 'vitest'
import type { PartResult, StretchResult } from '../document.ts'
import { judgeRecovery, overloadObjectives } from './recovery.ts'

const latency = (p95: number) => ({
  mean: p95 / 2,
  p50: p95 / 2,
  p95,
  p99: p95 * 1.5,
  max: p95 * 2,
})

const part = (role: PartResult['role'], fromMs: number, toMs: number, p95: number): PartResult => ({
  role,
  fromMs,
  toMs,
  level: 1_000,
  figures: {
    seconds: (toMs - fromMs) / 1_000,
    offered: 10_000,
    completed: role === 'overload' ? 6_000 : 10_000,
    shed: role === 'overload' ? 3_950 : 0,
    errors: role === 'overload' ? 50 : 0,
    offeredPerSecond: 1_000,
    completedPerSecond: 600,
    latencyMs: latency(p95),
  },
})
const parts = [
  part('ramp', 0, 2_000, 12),
  part('normal', 2_000, 10_000, 10),
  part('overload', 10_000, 20_000, 900),
  part('recovery', 20_000, 30_000, 20),
]

const stretch = (
  second: number,
  p95: number,
  more: Partial<StretchResult> = {},
): StretchResult => ({
  toMs: second * 1_000,
  offeredPerSecond: 1_000,
  completedPerSecond: 1_000,
  shed: 0,
  errors: 0,
  latencyMs: latency(p95),
  queued: 0,
  generatorCores: 0.2,
  ...more,
})
/** The seconds after the overload, by their p95. */
const after = (...p95s: readonly number[]) => p95s.map((p95, index) => stretch(21 + index, p95))

describe('recovery', () => {
  it.each([
    [after(12, 11, 10, 10, 10), 0],
    [after(900, 400, 12, 11, 10, 10), 2_000],
    [after(900, 12, 900, 12, 11, 10), 3_000],
    [after(900, 900, 900, 900, 12, 11), null],
    [[stretch(21, 10, { shed: 1 }), ...after(9, 9, 9, 9).slice(1)], 1_000],
    [[stretch(21, 10, { completedPerSecond: 100 }), ...after(9, 9, 9, 9).slice(1)], 1_000],
  ])(
    'case %#: is when everything is answered as before, and goes on to be',
    (stretches, afterMs) => {
      expect(judgeRecovery({ parts, stretches })?.recoveredAfterMs).toBe(afterMs)
    },
  )

  const halted = (second: number) =>
    stretch(second, 0, { completedPerSecond: 0, latencyMs: null, queued: 1_000 })
  const drained = (second: number, p95: number | null, errors = 0) =>
    stretch(second, 0, {
      offeredPerSecond: 0,
      completedPerSecond: 0,
      latencyMs: p95 === null ? null : latency(p95),
      errors,
    })
  const seconds = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, index) => from + index)
  const good = (from: number, to: number) => seconds(from, to).map((second) => stretch(second, 10))

  it.each([
    ['and goes on until the end', [...good(21, 30), drained(31, 12)], 0],
    ['and has one bad moment', [...good(21, 26), stretch(27, 900), ...good(28, 30)], 0],
    ['and is noisy in its last moment', [...good(21, 29), stretch(30, 900), drained(31, 12)], 0],
    ['and halts for the rest', [...good(21, 24), ...seconds(25, 30).map(halted)], null],
    [
      'and halts, and comes back',
      [...good(21, 23), ...seconds(24, 26).map(halted), ...good(27, 30)],
      6_000,
    ],
    [
      'and halts in the last second, answering late',
      [...good(21, 29), halted(30), drained(31, 900)],
      null,
    ],
    [
      'and halts in the last second for good',
      [...good(21, 29), halted(30), drained(31, null), drained(41, null, 1_000)],
      null,
    ],
    [
      'for long, and halts in the last second for good',
      [...good(21, 29), ...good(30, 59), halted(60), drained(61, null), drained(71, null, 1_000)],
      null,
    ],
    [
      'only after the end, and was silent in between',
      [
        ...seconds(21, 30).map((second) => stretch(second, 900)),
        drained(31, null),
        drained(32, 900),
        ...seconds(33, 35).map((second) => drained(second, 12)),
      ],
      12_000,
    ],
    [
      'and stumbles again and again',
      seconds(21, 30).map((second) => stretch(second, second > 23 && second % 2 === 0 ? 900 : 10)),
      null,
    ],
  ])('of a system that answers everything again %s', (_what, stretches, afterMs) => {
    const toMs = Math.max(...stretches.map((each) => (each.offeredPerSecond > 0 ? each.toMs : 0)))
    const until = parts.with(3, part('recovery', 20_000, toMs, 20))
    expect(judgeRecovery({ parts: until, stretches })?.recoveredAfterMs).toBe(afterMs)
  })

  it('compares with the p95 before, with room for noise where that was small', () => {
    expect(judgeRecovery({ parts, stretches: [] })).toMatchObject({
      normalMsP95: 10,
      limitMsP95: 30,
    })
  })

  it('of a shape without an overload is none', () => {
    expect(judgeRecovery({ parts: parts.slice(0, 2), stretches: [] })).toBeUndefined()
  })
})

describe('an overload', () => {
  const missed = (stretches: readonly StretchResult[], changed = parts) => {
    const recovery = judgeRecovery({ parts: changed, stretches })
    if (recovery === undefined) throw new Error('expected an overload')
    return overloadObjectives(recovery)
      .filter(({ isKept }) => !isKept)
      .map(({ what }) => what)
  }

  it('is borne by who refuses in time what he cannot do, and comes back', () => {
    expect(missed(after(10, 10, 10))).toEqual([])
  })

  it('is not borne by who makes those wait whom he accepts, or never comes back', () => {
    const slow = parts.with(2, part('overload', 10_000, 20_000, 4_000))
    expect(missed(after(900, 900, 900), slow)).toEqual([
      'latency p99 of what was accepted in the overload',
      'parts of normal load in which it recovered',
    ])
  })
})
