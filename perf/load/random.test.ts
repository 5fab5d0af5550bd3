import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { seededRandom } from './random.ts'

const draw = (seed: number, stream: number) => {
  const random = seededRandom(seed, stream)
  return Array.from({ length: 50 }, () => random.next())
}

test('the same seed and stream give the same numbers', () => {
  expect(draw(42, 7)).toEqual(draw(42, 7))
})

test('a recorded seed gives what it gave then: the words of sfc32 of spread seeds, by their descriptions', () => {
  const { streams } = JSON.parse(
    readFileSync(new URL('../stats/vectors/vectors.json', import.meta.url), 'utf8'),
  ) as { readonly streams: readonly (readonly [number, number, readonly number[]])[] }
  for (const [seed, stream, words] of streams) {
    const random = seededRandom(seed, stream)
    expect(words.map(() => random.next() * 2 ** 32)).toEqual(words)
  }
})

test('another seed or another stream gives other numbers, from the first on', () => {
  const firsts = [draw(1, 1), draw(2, 1), draw(1, 2), draw(2 ** 32 + 1, 1), draw(1, 0)]
  expect(new Set(firsts.map((numbers) => numbers[0])).size).toBe(firsts.length)
})

test('the first numbers of consecutive streams are as uniform as those of one stream', () => {
  const samples = 100_000
  const buckets = Array.from({ length: 100 }, () => 0)
  for (let stream = 0; stream < samples; stream += 1) {
    const bucket = Math.floor(seededRandom(1, stream).next() * buckets.length)
    buckets[bucket] = (buckets[bucket] ?? 0) + 1
  }
  const expected = samples / buckets.length
  const chiSquare = buckets.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
  expect(chiSquare).toBeLessThan(148.2) // 99.9 % quantile of chi-square with 99 degrees of freedom
})

test('integer covers its whole range, ends included', () => {
  const random = seededRandom(3)
  const seen = new Set(Array.from({ length: 1000 }, () => random.integer(-2, 2)))
  expect([...seen].sort((a, b) => a - b)).toEqual([-2, -1, 0, 1, 2])
})

test('an empty range, a fraction and a span above 2^32 are refused', () => {
  const random = seededRandom(3)
  expect(() => random.integer(2, 1)).toThrow(RangeError)
  expect(() => random.integer(0.5, 2)).toThrow(RangeError)
  expect(() => random.integer(0, 2 ** 32)).toThrow(RangeError)
  expect(() => random.pick([])).toThrow(RangeError)
})

test('pick returns items of the list, and each of them', () => {
  const random = seededRandom(9)
  const seen = new Set(Array.from({ length: 200 }, () => random.pick(['a', 'b', 'c'])))
  expect(seen).toEqual(new Set(['a', 'b', 'c']))
})
