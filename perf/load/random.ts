import type { SeededRandom } from './journey.ts'

/**
 * sfc32, Chris Doty-Humphrey's "small fast counting" generator (PractRand 0.95, `sfc.h`; passes
 * PractRand to 32 TB): 128 bits of state, period of at least 2^32, and cheap enough to make a fresh
 * one for each journey, so that a journey's data depends on its seed and number alone and not on the
 * order in which answers came back. The finaliser that spreads the seed is Murmur3's `fmix32`.
 */
const discardedRounds = 15 // as PractRand seeds it: until every seed bit has reached every output bit

export function seededRandom(seed: number, stream = 0): SeededRandom {
  let a = spread(seed)
  let b = spread(Math.floor(seed / 0x1_0000_0000) ^ 0x9e37_79b9)
  let c = spread(stream ^ 0x85eb_ca6b)
  let counter = 1

  const next32 = (): number => {
    const out = (a + b + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + out
    return out >>> 0
  }
  for (let round = 0; round < discardedRounds; round += 1) next32()

  const next = (): number => next32() / 0x1_0000_0000
  const integer = (low: number, high: number): number => {
    const span = high - low + 1
    if (!Number.isSafeInteger(low) || !(span >= 1 && span <= 0x1_0000_0000)) {
      throw new RangeError(`integer(${low}, ${high}): expected integers, low <= high, 2^32 values`)
    }
    return low + Math.floor(next() * span)
  }
  return {
    next,
    integer,
    pick: <T>(items: readonly T[]): T => {
      if (items.length === 0) throw new RangeError('pick: the list is empty, expected an item')
      return items[integer(0, items.length - 1)] as T
    },
  }
}

function spread(value: number): number {
  let hash = value | 0
  hash = Math.imul(hash ^ (hash >>> 16), 0x85eb_ca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2_ae35)
  return hash ^ (hash >>> 16)
}
