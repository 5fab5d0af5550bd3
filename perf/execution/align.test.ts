import { describe, expect, it } from 'vitest'
import { alignLines } from './align.ts'

const shown = (base: string, head: string) =>
  alignLines(base.split(''), head.split(''))
    .map((one) =>
      one.base === undefined
        ? `+${head[one.head ?? -1]}`
        : one.head === undefined
          ? `-${base[one.base]}`
          : `${base[one.base]}`,
    )
    .join(' ')

describe('aligned lines', () => {
  it.each([
    ['', '', ''],
    ['abc', 'abc', 'a b c'],
    ['', 'ab', '+a +b'],
    ['ab', '', '-a -b'],
    ['abcd', 'abxcd', 'a b +x c d'],
    ['abxcd', 'abcd', 'a b -x c d'],
    ['abcd', 'axd', 'a -b -c +x d'],
    ['aab', 'ab', 'a -a b'],
    ['abcabba', 'cbabac', '-a -b c -a b +a b a +c'],
  ])('keep the longest part of %j that %j has in the same order', (base, head, expected) => {
    expect(shown(base, head)).toBe(expected)
  })

  it('of two long texts that have nothing in common take no room', () => {
    const base = Array.from({ length: 5_000 }, (_, index) => `base ${index}`)
    const head = Array.from({ length: 5_000 }, (_, index) => `head ${index}`)
    const aligned = alignLines(base, head)
    expect(aligned).toHaveLength(10_000)
    expect(aligned.every((one) => one.base === undefined || one.head === undefined)).toBe(true)
  })
})
