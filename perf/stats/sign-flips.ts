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
  /** Row by row, `pairs` signs of +1 or -1, row 0 all +1; undefined when every arrangement is visited. */
  readonly drawn: Int8Array | undefined
}

/** `random` is only used above `exactUpToPairs`. */
export function makeSignFlips(pairs: number, random: Random): SignFlips {
  if (pairs <= exactUpToPairs) return { pairs, arrangements: 2 ** pairs, drawn: undefined }
  const arrangements = sampledArrangements + 1
  const drawn = new Int8Array(arrangements * pairs).fill(1, 0, pairs)
  for (let at = pairs; at < drawn.length; at++) drawn[at] = random() < 0.5 ? -1 : 1
  return { pairs, arrangements, drawn }
}

/** For each arrangement the sum of the signed values, one value per pair; the observed sum comes first. */
export function signedSums(values: Float64Array, flips: SignFlips): Float64Array {
  return flips.drawn === undefined
    ? everySum(values, flips.arrangements)
    : drawnSums(values, flips.drawn, flips.arrangements)
}

/** Arrangement `mask` flips the pairs whose bits are set: one flip away from the same mask less its lowest bit. */
function everySum(values: Float64Array, arrangements: number): Float64Array {
  const sums = new Float64Array(arrangements)
  sums[0] = values.reduce((sum, value) => sum + value, 0)
  for (let mask = 1; mask < arrangements; mask++) {
    const lowest = 31 - Math.clz32(mask & -mask)
    sums[mask] = (sums[mask & (mask - 1)] as number) - 2 * (values[lowest] as number)
  }
  return sums
}

function drawnSums(values: Float64Array, drawn: Int8Array, arrangements: number): Float64Array {
  const sums = new Float64Array(arrangements)
  let at = 0
  for (let row = 0; row < arrangements; row++) {
    let sum = 0
    for (let pair = 0; pair < values.length; pair++) {
      sum += (drawn[at++] as number) * (values[pair] as number)
    }
    sums[row] = sum
  }
  return sums
}
