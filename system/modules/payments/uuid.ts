import { randomFillSync } from 'node:crypto'

const randomBytesPerId = 8
const highestSequence = 0xfff

/** By so much a clock goes back that is corrected; one that goes back by more was wrong before. */
const correctedMs = 1_000

/**
 * Makes UUIDv7 (RFC 9562, method 1: a counter in `rand_a`). Ids of one generator rise strictly, so that their
 * index grows at one edge; when the clock stands or is corrected, the counter carries on. When it was far ahead
 * and is back, ids begin anew at what it shows, because the day that they tell has to be the payment's.
 */
export function createUuidV7(): (nowMs: number) => string {
  const pool = Buffer.alloc(randomBytesPerId * 512)
  let used = pool.length
  let time = 0
  let sequence = 0
  return (nowMs) => {
    if (nowMs > time || nowMs < time - correctedMs) {
      time = nowMs
      sequence = 0
    } else if (sequence === highestSequence) {
      time += 1
      sequence = 0
    } else {
      sequence += 1
    }
    if (used === pool.length) {
      randomFillSync(pool)
      used = 0
    }
    const variant = 0x8000 | (pool.readUInt16BE(used) & 0x3fff)
    const tail = pool.toString('hex', used + 2, used + randomBytesPerId)
    used += randomBytesPerId
    return format(time.toString(16).padStart(12, '0'), 0x7000 | sequence, variant, tail)
  }
}

function format(time: string, counter: number, variant: number, tail: string): string {
  const high = `${time.slice(0, 8)}-${time.slice(8)}`
  return `${high}-${counter.toString(16)}-${variant.toString(16)}-${tail}`
}
