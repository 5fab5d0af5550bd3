import { sfc32 } from '../stats/random.ts'
import type { SeededRandom } from './journey.ts'

/**
 * The generator of `stats/`, seeded by a load's seed and a stream of it, so that each journey has a
 * fresh one: its data depends on its seed and number alone and not on the order in which answers
 * came back. Streams are neighbours by the thousand, hence words spread by the finaliser of Murmur3
 * (A. Appleby, `fmix32`).
 */
export function seededRandom(seed: number, stream = 0): SeededRandom {
  const next = sfc32(
    spread(seed),
    spread(Math.floor(seed / 0x1_0000_0000) ^ 0x9e37_79b9),
    spread(stream ^ 0x85eb_ca6b),
  )
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
