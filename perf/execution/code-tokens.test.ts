import { describe, expect, it } from 'vitest'
import { LineMap, tokensOf } from './code-tokens.ts'

const texts = (source: string) => tokensOf(source).map(({ text }) => text)

describe('tokens of a source text', () => {
  it('are words, strings and signs, without comments and white space', () => {
    expect(texts("const a = b ?? 'c // d' // e\n/* f\n g */ h?.(1_000)")).toEqual([
      'const',
      'a',
      '=',
      'b',
      '??',
      "'c // d'",
      'h',
      '?.',
      '(',
      '1_000',
      ')',
    ])
  })

  it('take private names and words of other scripts whole', () => {
    expect(texts('this.#größe + $x')).toEqual(['this', '.', '#größe', '+', '$x'])
  })

  it('survive a quote that never closes', () => {
    expect(texts("/it's/.test(x)")).toEqual(['/', 'it', "'", 's', '/.', 'test', '(', 'x', ')'])
  })
})

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
})
