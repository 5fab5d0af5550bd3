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
  readonly exact: boolean
  /** Row by row, `pairs` signs of +1 or -1 each. Row 0 is all +1. */
  readonly signs: Int8Array
}

/** `random` is only used above `exactUpToPairs`. */
export function makeSignFlips(pairs: number, random: Random): SignFlips {
  return pairs <= exactUpToPairs ? enumerate(pairs) : draw(pairs, random)
}

function enumerate(pairs: number): SignFlips {
  const arrangements = 2 ** pairs
  const signs = new Int8Array(arrangements * pairs)
  for (let mask = 0; mask < arrangements; mask++) {
    for (let pair = 0; pair < pairs; pair++)
      signs[mask * pairs + pair] = (mask >> pair) & 1 ? -1 : 1
  }
  return { pairs, arrangements, exact: true, signs }
}

function draw(pairs: number, random: Random): SignFlips {
  const arrangements = sampledArrangements + 1
  const signs = new Int8Array(arrangements * pairs).fill(1, 0, pairs)
  for (let at = pairs; at < signs.length; at++) signs[at] = random() < 0.5 ? -1 : 1
  return { pairs, arrangements, exact: false, signs }
}
