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
  /** The same for items that came together: they are a batch of their own, however many. */
  readonly workTogether: (items: readonly Item[]) => Promise<void>
}

export class Batcher<Item> {
  readonly #options: BatcherOptions<Item>
  #queue: Item[] = []
  #groups: (readonly Item[])[] = []
  #grouped = 0
  /** Groups and single items take turns. */
  #groupIsNext = true
  #working = 0
  #lastStart = Number.NEGATIVE_INFINITY
  #timer: NodeJS.Timeout | undefined
  #immediate: NodeJS.Immediate | undefined
  #drained: (() => void)[] = []

  constructor(options: BatcherOptions<Item>) {
    this.#options = options
  }

  get queued(): number {
    return this.#queue.length + this.#grouped
  }

  get working(): number {
    return this.#working
  }

  /** False when the queue is full; the item was then not taken. */
  push(item: Item): boolean {
    if (this.queued >= this.#options.maxQueued) {
      return false
    }
    this.#queue.push(item)
    this.#schedule()
    return true
  }

  /** One batch of these and no others, however many they are. False when the queue has no room for all. */
  pushTogether(items: readonly Item[]): boolean {
    if (this.queued + items.length > this.#options.maxQueued) {
      return false
    }
    this.#groups.push(items)
    this.#grouped += items.length
    this.#schedule()
    return true
  }

  /** Resolves when nothing waits and nothing is being worked on. */
  async drained(): Promise<void> {
    if (this.queued === 0 && this.#working === 0) {
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
    if (waitMs <= 0 || this.queued >= this.#options.maxItems) {
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
    const { work, workTogether } = this.#options
    const group = this.#takeGroup()
    const items = group ?? this.#take()
    this.#working = items.length
    await (group === undefined ? work(items) : workTogether(items))
    this.#working = 0
    if (this.queued > 0) {
      this.#schedule()
      return
    }
    for (const resolve of this.#drained.splice(0)) {
      resolve()
    }
  }

  #takeGroup(): readonly Item[] | undefined {
    const isTurn = this.#groupIsNext || this.#queue.length === 0
    const group = isTurn ? this.#groups.shift() : undefined
    this.#groupIsNext = group === undefined
    this.#grouped -= group?.length ?? 0
    return group
  }

  #take(): Item[] {
    const { maxItems } = this.#options
    const items = this.#queue.length <= maxItems ? this.#queue : this.#queue.slice(0, maxItems)
    this.#queue = this.#queue.length <= maxItems ? [] : this.#queue.slice(maxItems)
    return items
  }
}
