/** What is put together before it is sent, so that a thousand things a second are a few frames. */
export interface GatheringOptions {
  /** Between two frames of one kind and tenant, at least. */
  readonly intervalMs: number
  /** The newest are in the frame; the others are counted. */
  readonly itemsMost: number
  readonly send: (tenant: string, type: string, gathered: Gathered) => void
}

export interface Gathered {
  /** Oldest first. */
  readonly items: readonly object[]
  readonly omitted: number
}

interface Waiting {
  readonly tenant: string
  readonly type: string
  /** A ring of the newest. */
  readonly items: object[]
  count: number
}

/** Items of one kind and tenant wait for others for a moment, and go together. */
export class Gathering {
  readonly #options: GatheringOptions
  #waiting = new Map<string, Waiting>()
  #timer: NodeJS.Timeout | undefined

  constructor(options: GatheringOptions) {
    this.#options = options
  }

  add(tenant: string, type: string, item: object): void {
    const name = `${type} ${tenant}`
    let waiting = this.#waiting.get(name)
    if (waiting === undefined) {
      waiting = { tenant, type, items: [], count: 0 }
      this.#waiting.set(name, waiting)
    }
    waiting.items[waiting.count % this.#options.itemsMost] = item
    waiting.count += 1
    this.#timer ??= setTimeout(() => {
      this.flush()
    }, this.#options.intervalMs)
  }

  /** Sends what waits, and waits for nothing. */
  flush(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const waiting = this.#waiting
    this.#waiting = new Map()
    for (const { tenant, type, items, count } of waiting.values()) {
      const oldest = count % items.length
      const inOrder = [...items.slice(oldest), ...items.slice(0, oldest)]
      this.#options.send(tenant, type, { items: inOrder, omitted: count - items.length })
    }
  }
}
