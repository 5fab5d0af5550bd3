/** A source of numbers in [0, 1); whoever calls a routine that samples passes one in. */
export type Random = () => number

/** As its author runs it in: until every bit of the seed has reached every bit that comes out. */
const discardedRounds = 15

/**
 * sfc32, Chris Doty-Humphrey's small fast counting generator (PractRand 0.95, `sfc.h`; passes
 * PractRand to 32 TB): three words of state that seed it and a counter, a period of at least 2^32,
 * and cheap enough to make one for each journey. Reproducible over machines, not for secrets.
 */
export function sfc32(first: number, second: number, third: number): Random {
  let [a, b, c] = [first | 0, second | 0, third | 0]
  let counter = 1
  const next = () => {
    const sum = (a + b + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + sum) | 0
    return (sum >>> 0) / 2 ** 32
  }
  for (let round = 0; round < discardedRounds; round++) next()
  return next
}

/**
 * One integer makes two of the words; neighbouring seeds are told apart by the rounds discarded.
 */
export function seededRandom(seed: number): Random {
  return sfc32(seed, Math.floor(seed / 2 ** 32), 0x9e3779b9)
}
