import { type KeyHash, seededKeyHash } from './key-hash.ts'
import { fromText, toText } from './payment-text.ts'
import type { Payment } from './schemas.ts'

/** A payment of the usual kind takes some 200. */
const bytesPerPayment = 320
const utf8BytesMost = 3
/** Of one bucket: keys that somebody made to meet there are looked for in the database. */
const looksMost = 16

/**
 * The keys of the last payments, so that the usual replay – a client that repeats itself within the
 * minute – costs no statement. The unique constraint in the database is what makes keys binding; a
 * key that is no longer here is found there. Only what is final is put here: what became of a held
 * payment, the database alone knows for sure.
 *
 * They are kept as text outside the heap. As objects they all grew old, were copied twice on their
 * way and marked by every collection of the whole heap, for the few that are ever asked for.
 */
export class RecentPayments {
  readonly #hashOf: KeyHash
  #young: Generation
  #old: Generation

  /**
   * @param least how many of the last payments are kept, as long as they are of the usual size; at
   * most twice as many are
   */
  constructor(least: number, hashOf = seededKeyHash()) {
    this.#hashOf = hashOf
    this.#young = new Generation(least)
    this.#old = new Generation(least)
  }

  get(tenant: string, key: string): Payment | undefined {
    const hash = this.#hashOf(tenant, key)
    const text = this.#young.find(hash, tenant, key) ?? this.#old.find(hash, tenant, key)
    return text === undefined ? undefined : fromText(text)
  }

  put(tenant: string, key: string, payment: Payment): void {
    const hash = this.#hashOf(tenant, key)
    const text = headOf(tenant, key) + toText(payment)
    if (this.#young.add(hash, text)) return
    const emptied = this.#old
    this.#old = this.#young
    this.#young = emptied
    emptied.clear()
    // One that finds no room in an empty generation is not kept.
    emptied.add(hash, text)
  }
}

/** Texts by hash, dropped all at once. */
class Generation {
  readonly #most: number
  readonly #bytes: Buffer
  /** The number of the last text of each bucket, counted from 1; 0 for none. */
  readonly #lastOf: Int32Array
  readonly #mask: number
  /** By number, from 1: the text before it in its bucket. */
  readonly #before: Int32Array
  readonly #hashes: Int32Array
  readonly #ends: Int32Array
  #count = 0

  constructor(most: number) {
    const buckets = 2 ** Math.ceil(Math.log2(2 * most))
    this.#most = most
    this.#mask = buckets - 1
    this.#bytes = Buffer.allocUnsafeSlow(most * bytesPerPayment)
    this.#lastOf = new Int32Array(buckets)
    this.#before = new Int32Array(most + 1)
    this.#hashes = new Int32Array(most + 1)
    this.#ends = new Int32Array(most + 1)
  }

  /** False when there is no room. */
  add(hash: number, text: string): boolean {
    const start = this.#endOf(this.#count)
    if (this.#count === this.#most || start + utf8BytesMost * text.length > this.#bytes.length) {
      return false
    }
    const bucket = hash & this.#mask
    this.#count += 1
    this.#ends[this.#count] = start + this.#bytes.write(text, start)
    this.#hashes[this.#count] = hash
    this.#before[this.#count] = this.#lastOf[bucket] ?? 0
    this.#lastOf[bucket] = this.#count
    return true
  }

  /** What was put last under that key, without its head. */
  find(hash: number, tenant: string, key: string): string | undefined {
    let number = this.#lastOf[hash & this.#mask] ?? 0
    for (let looks = 0; number !== 0 && looks < looksMost; looks += 1) {
      if (this.#hashes[number] === hash) {
        const head = headOf(tenant, key)
        const start = this.#endOf(number - 1)
        const textAt = start + Buffer.byteLength(head)
        if (this.#bytes.toString('utf8', start, textAt) === head) {
          return this.#bytes.toString('utf8', textAt, this.#endOf(number))
        }
      }
      number = this.#before[number] ?? 0
    }
    return undefined
  }

  clear(): void {
    this.#lastOf.fill(0)
    this.#count = 0
  }

  #endOf(number: number): number {
    return this.#ends[number] ?? 0
  }
}

/** Neither a tenant nor a key has a line feed in it. */
function headOf(tenant: string, key: string): string {
  return `${tenant}\n${key}\n`
}
