/**
 * Random numbers that depend on nothing but where they are used: seed, tick and currency. So a
 * process that goes on from a stored tick draws what the one before it would have drawn, and no
 * state of a generator has to be stored.
 */
export interface Draws {
  /** In [0, 1). */
  uniform(): number
  /** Mean 0, variance 1. */
  normal(): number
}

const golden = 0x9e37_79b9
const twoTo32 = 0x1_0000_0000

/** Words follow each other as in SplitMix32, from where a hash of the arguments begins. */
export function drawsAt(seed: number, tick: number, stream: number): Draws {
  let state = [seed, tick, Math.floor(tick / twoTo32), stream].reduce(
    (hash, word) => spread((hash + golden) ^ spread(word + golden)),
    0,
  )
  const uniform = (): number => {
    state = (state + golden) | 0
    return (spread(state) >>> 0) / twoTo32
  }
  return {
    uniform,
    // G. E. P. Box, M. E. Muller: A note on the generation of random normal deviates, 1958.
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
  }
}

/** The finaliser of Murmur3 (A. Appleby, `fmix32`). */
function spread(value: number): number {
  let hash = value | 0
  hash = Math.imul(hash ^ (hash >>> 16), 0x85eb_ca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2_ae35)
  return hash ^ (hash >>> 16)
}
