import { describe, expect, test } from 'vitest'
import { transliterate, wrap } from './swift-text.ts'

describe('text in character set x', () => {
  test('accents come off and letters with a customary spelling get it', () => {
    expect(transliterate('Müller & Søn, Straße 5 – €10')).toBe('Muller + Son, Strasse 5 - EUR10')
  })

  test('what has no spelling becomes a full stop, one for each character', () => {
    expect(transliterate('支付 4711')).toBe('.. 4711')
    expect(transliterate('🏦')).toBe('.')
  })

  test('blanks of any kind become one, and none is left at the ends', () => {
    expect(transliterate('  a\u00a0\u2028 b ')).toBe('a b')
  })
})

describe('lines', () => {
  test('are as wide and as many as they may be; the rest is left out', () => {
    expect(wrap('x'.repeat(150), 35, 4)).toEqual(Array.from({ length: 4 }, () => 'x'.repeat(35)))
  })

  test('a cut before a hyphen comes one earlier, so that no line begins with it', () => {
    expect(wrap(`${'x'.repeat(35)}-y`, 35, 4)).toEqual(['x'.repeat(34), 'x-y'])
  })

  test('where all is hyphens, a line begins with a full stop', () => {
    expect(wrap('-'.repeat(40), 35, 4)[0]).toMatch(/^\.-+$/)
    expect(wrap(':20:X', 35, 4)).toEqual(['.20:X'])
  })

  test('of blank text there are none', () => {
    expect(wrap('   ', 35, 4)).toEqual([])
  })
})
