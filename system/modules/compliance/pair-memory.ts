/** A quarter of a million pairs in one mebibyte. */
const slots = 1 << 18

/**
 * Which debtors have paid which creditors. A pair has one slot, and of two pairs that fall on it
 * the later one is remembered: a pair may be forgotten, and is then new again. That a pair is taken
 * for another happens once in 2^32 looks.
 */
export class PairMemory {
  readonly #marks = new Uint32Array(slots)

  knows(pair: number): boolean {
    return this.#marks[slotOf(pair)] === markOf(pair)
  }

  remember(pair: number): void {
    this.#marks[slotOf(pair)] = markOf(pair)
  }
}

/** Of two hashes, in this order: who is paid back is another pair. 52 bits of a double. */
export function pairOf(debtorHash: number, creditorHash: number): number {
  const low = mix(debtorHash ^ Math.imul(creditorHash, 0x9e3779b1))
  const high = mix(creditorHash ^ Math.imul(debtorHash, 0x85ebca77))
  return (high & 0xfffff) * 0x1_0000_0000 + low
}

/**
 * FNV-1a over UTF-16 units, then mixed: neighbouring account numbers differ in their last digit
 * only.
 */
export function hashText(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  }
  return mix(hash)
}

/** murmur3's `fmix32`. */
function mix(value: number): number {
  let hash = value
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

function slotOf(pair: number): number {
  return Math.floor(pair / 0x1_0000_0000) & (slots - 1)
}

/** Never zero, which is what an empty slot holds. */
function markOf(pair: number): number {
  return pair >>> 0 || 1
}
