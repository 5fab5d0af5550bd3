import type { Random } from './random.ts'

/** Up to this many pairs every arrangement of signs is visited: 8,192 of them. */
export const exactUpToPairs = 13
/** Above it so many are drawn, and the observed one is added: p-values in steps of 1/8192. */
export const sampledArrangements = 8191

/**
 * Arrangements of signs over the pairs of a run, the observed one first. Under the null hypothesis
 * the coin that decided which arm was which makes every arrangement equally likely, which is all
 * that the tests below assume (Fisher, The Design of Experiments, 1935, section 21). The observed
 * arrangement is always among them, without which a sampled p-value could be zero and would be too
 * small (Phipson & Smyth, "Permutation P-values Should Never Be Zero", Stat. Appl. Genet. Mol.
 * Biol. 9, 2010).
 */
export interface SignFlips {
  readonly pairs: number
  readonly arrangements: number
  /**
   * Which pairs an arrangement flips, a bit each, eight pairs to a plane of one byte per
   * arrangement; arrangement 0 flips none. Undefined when every arrangement is visited.
   */
  readonly drawn: readonly Uint8Array[] | undefined
  /** How many pairs each arrangement flips. */
  readonly flipped: Uint8Array
}

/** At most 255 pairs. `random` is only used above `exactUpToPairs`. */
export function makeSignFlips(pairs: number, random: Random): SignFlips {
  if (!(Number.isInteger(pairs) && pairs >= 0 && pairs <= 255)) {
    throw new RangeError(`there are ${pairs} pairs, expected 0 to 255`)
  }
  const exact = pairs <= exactUpToPairs
  const arrangements = exact ? 2 ** pairs : sampledArrangements + 1
  const drawn = exact ? undefined : drawPlanes(pairs, arrangements, random)
  const sums = new Float64Array(arrangements)
  signedSums(new Float64Array(pairs).fill(1), { drawn }, sums)
  const flipped = Uint8Array.from(sums, (sum) => (pairs - sum) / 2)
  return { pairs, arrangements, drawn, flipped }
}

/**
 * Fills `sums` with the sum of the signed values of each arrangement, one value per pair; the
 * observed sum comes first.
 */
export function signedSums(
  values: Float64Array,
  { drawn }: Pick<SignFlips, 'drawn'>,
  sums: Float64Array,
): void {
  if (drawn === undefined) everySum(values, sums)
  else drawnSums(values, drawn, sums)
}

function drawPlanes(pairs: number, arrangements: number, random: Random): Uint8Array[] {
  return Array.from({ length: Math.ceil(pairs / 8) }, () => {
    const plane = new Uint8Array(arrangements)
    for (let row = 1; row < arrangements; row++) plane[row] = random() * 256
    return plane
  })
}

/**
 * Arrangement `mask` flips the pairs whose bits are set: one flip away from the same mask less its
 * highest bit.
 */
function everySum(values: Float64Array, sums: Float64Array): void {
  sums[0] = total(values)
  for (let pair = 0; pair < values.length; pair++) {
    const flipped = 2 * (values[pair] as number)
    const half = 2 ** pair
    for (let mask = 0; mask < half; mask++) sums[half + mask] = (sums[mask] as number) - flipped
  }
}

/**
 * Every arrangement of eight pairs is summed once and then looked up: an eighth of the additions.
 */
function drawnSums(values: Float64Array, drawn: readonly Uint8Array[], sums: Float64Array): void {
  sums.fill(0)
  const eight = new Float64Array(8)
  const partial = new Float64Array(256)
  for (const [index, plane] of drawn.entries()) {
    eight.fill(0).set(values.subarray(index * 8, index * 8 + 8))
    everySum(eight, partial)
    for (let row = 0; row < sums.length; row++) {
      sums[row] = (sums[row] as number) + (partial[plane[row] as number] as number)
    }
  }
}

function total(values: Float64Array): number {
  let sum = 0
  for (const value of values) sum += value
  return sum
}
