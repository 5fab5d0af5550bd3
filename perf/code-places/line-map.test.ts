import { describe, expect, it } from 'vitest'
import { LineMap } from './line-map.ts'

describe('lines of a source text', () => {
  const lines = new LineMap('one\n  two   three\n\nfour')

  it('are found by offset', () => {
    expect([0, 3, 4, 17, 18, 19, 22].map((offset) => lines.lineOf(offset))).toEqual([
      1, 1, 2, 2, 3, 4, 4,
    ])
  })

  it('are shown with white space folded', () => {
    expect([1, 2, 3, 4].map((line) => lines.textOf(line))).toEqual(['one', 'two three', '', 'four'])
  })

  it('end where the text does', () => {
    expect([0, 5, 99].map((line) => lines.textOf(line))).toEqual([undefined, undefined, undefined])
    expect(new LineMap('').textOf(1)).toBe('')
  })
})
