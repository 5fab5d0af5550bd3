import type { OutboxRow } from './outbox-row.ts'

export interface MostWaiting {
  readonly rows: number
  readonly bytes: number
}

interface Waiting {
  readonly row: OutboxRow
  readonly bytes: number
}

/** Rows that wait in memory to be published, as many and as large as there is room for. */
export class WaitingRows {
  readonly #most: MostWaiting
  #waiting: Waiting[] = []
  #bytes = 0

  constructor(most: MostWaiting) {
    this.#most = most
  }

  get length(): number {
    return this.#waiting.length
  }

  /**
   * False when there is no room: then all are forgotten, because those that come next are no use
   * without it.
   */
  push(row: OutboxRow): boolean {
    const bytes = Buffer.byteLength(row.payload)
    if (this.#waiting.length >= this.#most.rows || this.#bytes + bytes > this.#most.bytes) {
      this.clear()
      return false
    }
    this.#waiting.push({ row, bytes })
    this.#bytes += bytes
    return true
  }

  /** As many of the first as one request carries, and one at least. */
  first(rowsMost: number, bytesMost: number): readonly OutboxRow[] {
    let total = 0
    const candidates = this.#waiting.slice(0, rowsMost)
    const tooMany = candidates.findIndex(({ bytes }, index) => {
      total += bytes
      return index > 0 && total > bytesMost
    })
    return (tooMany === -1 ? candidates : candidates.slice(0, tooMany)).map(({ row }) => row)
  }

  /** The first ones are published. */
  drop(count: number): void {
    for (const { bytes } of this.#waiting.splice(0, count)) {
      this.#bytes -= bytes
    }
  }

  clear(): void {
    this.#waiting = []
    this.#bytes = 0
  }
}
