import { describe, expect, it } from 'vitest'
import { atLeast, atMost, below, type Figure, judge, misses, type Target } from './figure.ts'

const figure = (value: number | undefined, target?: Target, unit = 'ms'): Figure => ({
  what: 'latency p99',
  value,
  unit,
  ...(target === undefined ? {} : { target }),
})

describe('a target', () => {
  it.each([
    ['below', below(50), 49.9, 'met'],
    ['below', below(50), 50, 'not met'],
    ['at most', atMost(50), 50, 'met'],
    ['at most', atMost(50), 50.1, 'not met'],
    ['at least', atLeast(9_000), 9_000, 'met'],
    ['at least', atLeast(9_000), 8_999, 'not met'],
  ] as const)('%s, %o and %d is %s', (_name, target, value, expected) => {
    expect(judge(figure(value, target))).toBe(expected)
  })

  it('is not met by something that is not a number', () => {
    expect(judge(figure(Number.NaN, below(50)))).toBe('not met')
    expect(judge(figure(Number.NaN, atLeast(50)))).toBe('not met')
  })

  it('cannot be judged of what this machine does not tell', () => {
    expect(judge(figure(undefined, below(50)))).toBe('not judged')
  })

  it('of a duration is not judged by an invalid clock, of a count it is', () => {
    expect(judge(figure(1, below(50)), 'the generator was the limit')).toBe('not judged')
    expect(judge(figure(1, atMost(0), ''), 'the generator was the limit')).toBe('not met')
  })
})

describe('misses', () => {
  it('are promises that were not seen to be kept', () => {
    const figures = [
      figure(1),
      figure(1, below(50)),
      figure(60, below(50)),
      figure(0, atMost(0), ''),
    ]
    expect(misses({ kind: 'measured', figures, remarks: [] })).toEqual([figures[2]])
    const invalid = { kind: 'measured', figures, remarks: [], invalid: 'a stall' } as const
    expect(misses(invalid)).toEqual([figures[1], figures[2]])
  })

  it('of a row that was not measured are none', () => {
    expect(misses({ kind: 'not measured', reason: 'no result given' })).toEqual([])
  })
})
