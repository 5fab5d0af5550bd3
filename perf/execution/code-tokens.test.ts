import { describe, expect, it } from 'vitest'
import { tokensOf } from './code-tokens.ts'

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
