import { describe, expect, test } from 'vitest'
import { checkSample, pairedLogRatios } from './sample.ts'

describe('a sample that cannot be used is refused with its reason', () => {
  test.each([
    ['empty', []],
    ['nan', [1, Number.NaN]],
    ['infinite', [1, Number.POSITIVE_INFINITY]],
    ['zero', [1, 0]],
    ['negative', [1, -2]],
  ] as const)('%s', (reason, values) => {
    expect(checkSample(values, 'positive')).toMatchObject({ kind: 'refused', reason })
  })

  test('the message names the value and what was expected', () => {
    expect(checkSample([3, -2], 'positive')).toMatchObject({
      message: 'value 1 of the sample is -2, expected a positive number',
    })
  })

  test('arms of unequal length', () => {
    expect(pairedLogRatios([1, 2], [1])).toMatchObject({
      kind: 'refused',
      reason: 'unequal-lengths',
    })
  })

  test('a zero in either arm', () => {
    expect(pairedLogRatios([0], [1])).toMatchObject({ kind: 'refused', reason: 'zero' })
    expect(pairedLogRatios([1], [0])).toMatchObject({ kind: 'refused', reason: 'zero' })
  })
})

test('finite samples may be zero or negative', () => {
  expect(checkSample([0, -1]).kind).toBe('ok')
})

test('a log-ratio is positive where head is larger', () => {
  expect(pairedLogRatios([10, 10], [20, 5])).toEqual({
    kind: 'ok',
    sample: [Math.log(2), Math.log(0.5)],
  })
})
