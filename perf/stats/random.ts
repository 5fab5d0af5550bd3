/** A source of numbers in [0, 1); whoever calls a routine that samples passes one in. */
export type Random = () => number

/**
 * sfc32, Chris Doty-Humphrey's small fast counting generator (PractRand), seeded by one integer and
 * run in as its author advises. Reproducible over machines, not for secrets.
 */
export function seededRandom(seed: number): Random {
  let a = seed >>> 0
  let b = Math.floor(seed / 2 ** 32) >>> 0
  let c = 0x9e3779b9
  let counter = 1
  const next = () => {
    const sum = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + sum
    c |= 0
    return (sum >>> 0) / 2 ** 32
  }
  for (let round = 0; round < 15; round++) next()
  return next
}
