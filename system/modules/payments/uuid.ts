import { randomFillSync } from 'node:crypto'

const randomBytesPerId = 8
const highestSequence = 0xfff

/** By so much a clock goes back that is corrected; one that goes back by more was wrong before. */
const correctedMs = 1_000

/**
 * Makes UUIDv7 (RFC 9562, method 1: a counter in `rand_a`). Ids of one generator rise strictly, so
 * that their index grows at one edge; when the clock stands or is corrected, the counter carries
 * on. When it was far ahead and is back, ids begin anew at what it shows, because the day that they
 * tell has to be the payment's.
 */
export function createUuidV7(): (nowMs: number) => string {
  const pool = Buffer.alloc(randomBytesPerId * 512)
  let digits = ''
  let used = pool.length
  let time = 0
  let prefix = ''
  let sequence = 0
  const advance = (toMs: number): void => {
    const hex = toMs.toString(16).padStart(12, '0')
    prefix = `${hex.slice(0, 8)}-${hex.slice(8)}-7`
    time = toMs
    sequence = 0
  }
  return (nowMs) => {
    if (nowMs > time || nowMs < time - correctedMs) {
      advance(nowMs)
    } else if (sequence === highestSequence) {
      advance(time + 1)
    } else {
      sequence += 1
    }
    if (used === pool.length) {
      randomFillSync(pool)
      // One call for all of them: a call into the engine costs as much as the rest of an
      // identifier.
      digits = pool.toString('hex')
      used = 0
    }
    const variant = 0x8000 | (pool.readUInt16BE(used) & 0x3fff)
    const tail = digits.slice(2 * used + 4, 2 * (used + randomBytesPerId))
    used += randomBytesPerId
    return `${prefix}${threeDigits(sequence)}-${variant.toString(16)}-${tail}`
  }
}

function threeDigits(counter: number): string {
  const digits = counter.toString(16)
  return counter > 0xff ? digits : digits.padStart(3, '0')
}
