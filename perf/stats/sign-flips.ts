import type { Random } from './random.ts'

/** Up to this many pairs every arrangement of signs is visited: 65,536 of them. */
export const exactUpToPairs = 16
/** Above it so many are drawn, and the observed one is added: p-values in steps of 1/8192. */
export const sampledArrangements = 8191

/**
 * Arrangements of signs over the pairs of a run, the observed one first. Under the null hypothesis the
 * coin that decided which arm was which makes every arrangement equally likely, which is all that the
 * tests below assume (Fisher, The Design of Experiments, 1935, section 21). The observed arrangement
 * is always among them, without which a sampled p-value could be zero and would be too small (Phipson &
 * Smyth, "Permutation P-values Should Never Be Zero", Stat. Appl. Genet. Mol. Biol. 9, 2010).
 */
export interface SignFlips {
  readonly pairs: number
  readonly arrangements: number
  /**
   * Which pairs an arrangement flips, a bit each, eight to a byte, row by row; row 0 flips none.
   * Undefined when every arrangement is visited.
   */
  readonly drawn: Uint8Array | undefined
}

/** `random` is only used above `exactUpToPairs`. */
export function makeSignFlips(pairs: number, random: Random): SignFlips {
  if (pairs <= exactUpToPairs) return { pairs, arrangements: 2 ** pairs, drawn: undefined }
  const arrangements = sampledArrangements + 1
  const bytes = Math.ceil(pairs / 8)
  const drawn = new Uint8Array(arrangements * bytes)
  for (let at = bytes; at < drawn.length; at++) drawn[at] = random() * 256
  return { pairs, arrangements, drawn }
}

/** For each arrangement the sum of the signed values, one value per pair; the observed sum comes first. */
export function signedSums(values: Float64Array, flips: SignFlips): Float64Array {
  const { arrangements, drawn } = flips
  return drawn === undefined ? everySum(values) : drawnSums(values, drawn, arrangements)
}

/** Arrangement `mask` flips the pairs whose bits are set: one flip away from the same mask less its lowest bit. */
function everySum(values: Float64Array): Float64Array {
  const sums = new Float64Array(2 ** values.length)
  sums[0] = values.reduce((sum, value) => sum + value, 0)
  for (let mask = 1; mask < sums.length; mask++) {
    const lowest = 31 - Math.clz32(mask & -mask)
    sums[mask] = (sums[mask & (mask - 1)] as number) - 2 * (values[lowest] as number)
  }
  return sums
}

/** Every arrangement of eight pairs is summed once and then looked up: an eighth of the additions. */
function drawnSums(values: Float64Array, drawn: Uint8Array, arrangements: number): Float64Array {
  const bytes = Math.ceil(values.length / 8)
  const sums = new Float64Array(arrangements)
  for (let byte = 0; byte < bytes; byte++) {
    const eight = new Float64Array(8)
    eight.set(values.subarray(byte * 8, byte * 8 + 8))
    const partial = everySum(eight)
    for (let row = 0; row < arrangements; row++) {
      const mask = drawn[row * bytes + byte] as number
      sums[row] = (sums[row] as number) + (partial[mask] as number)
    }
  }
  return sums
}
