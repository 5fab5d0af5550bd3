/**
 * Gathers items into batches for one worker: a batch starts when the one before is done and at least
 * `intervalMs` passed since that one started, or as soon as `maxItems` wait. An idle batcher starts at
 * once, so that quiet times pay no delay; under load the fixed cost of a batch is shared by many.
 */
export interface BatcherOptions<Item> {
  readonly intervalMs: number
  readonly maxItems: number
  /** Items waiting, those being worked on not counted. */
  readonly maxQueued: number
  /** Answers its items itself and never rejects. */
  readonly work: (items: readonly Item[]) => Promise<void>
}

export class Batcher<Item> {
  readonly #options: BatcherOptions<Item>
  #queue: Item[] = []
  #working = 0
  #lastStart = Number.NEGATIVE_INFINITY
  #timer: NodeJS.Timeout | undefined
  #immediate: NodeJS.Immediate | undefined
  #drained: (() => void)[] = []

  constructor(options: BatcherOptions<Item>) {
    this.#options = options
  }

  get queued(): number {
    return this.#queue.length
  }

  get working(): number {
    return this.#working
  }

  /** False when the queue is full; the item was then not taken. */
  push(item: Item): boolean {
    if (this.#queue.length >= this.#options.maxQueued) {
      return false
    }
    this.#queue.push(item)
    this.#schedule()
    return true
  }

  /** Resolves when nothing waits and nothing is being worked on. */
  async drained(): Promise<void> {
    if (this.#queue.length === 0 && this.#working === 0) {
      return
    }
    await new Promise<void>((resolve) => {
      this.#drained.push(resolve)
    })
  }

  #schedule(): void {
    if (this.#working > 0 || this.#immediate !== undefined) {
      return
    }
    const waitMs = this.#lastStart + this.#options.intervalMs - performance.now()
    if (waitMs <= 0 || this.#queue.length >= this.#options.maxItems) {
      clearTimeout(this.#timer)
      this.#timer = undefined
      // Not in the middle of a turn of the event loop: what arrives within it belongs together.
      this.#immediate = setImmediate(() => void this.#start())
    } else {
      this.#timer ??= setTimeout(() => {
        this.#timer = undefined
        void this.#start()
      }, waitMs)
    }
  }

  async #start(): Promise<void> {
    this.#immediate = undefined
    this.#lastStart = performance.now()
    const items = this.#take()
    this.#working = items.length
    await this.#options.work(items)
    this.#working = 0
    if (this.#queue.length > 0) {
      this.#schedule()
      return
    }
    for (const resolve of this.#drained.splice(0)) {
      resolve()
    }
  }

  #take(): Item[] {
    const { maxItems } = this.#options
    const items = this.#queue.length <= maxItems ? this.#queue : this.#queue.slice(0, maxItems)
    this.#queue = this.#queue.length <= maxItems ? [] : this.#queue.slice(maxItems)
    return items
  }
}
