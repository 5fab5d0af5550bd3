import { createHash } from 'node:crypto'

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
const bitsPerLetter = 5n
const letters = 16

/**
 * A sender's reference of sixteen letters and digits (field 20), made of 80 bits of the payment's
 * hash: the same payment has the same one whenever it is asked, and no two of a bank's lifetime are
 * likely to meet.
 */
export function senderReference(paymentId: string): string {
  const digest = createHash('sha256').update(`reference ${paymentId}`).digest('hex')
  let bits = BigInt(`0x${digest.slice(0, 20)}`)
  let reference = ''
  for (let letter = 0; letter < letters; letter += 1) {
    reference += alphabet.charAt(Number(bits & 31n))
    bits >>= bitsPerLetter
  }
  return reference
}

/**
 * The unique end-to-end transaction reference: a UUID that looks like version 4, as both formats
 * demand. A payment's own id is of version 7, so this one is made of its hash and never changes.
 */
export function uetrOf(paymentId: string): string {
  const digest = createHash('sha256').update(`uetr ${paymentId}`).digest('hex')
  const variant = '89ab'.charAt(Number.parseInt(digest.charAt(16), 16) % 4)
  return [
    digest.slice(0, 8),
    digest.slice(8, 12),
    `4${digest.slice(13, 16)}`,
    `${variant}${digest.slice(17, 20)}`,
    digest.slice(20, 32),
  ].join('-')
}
