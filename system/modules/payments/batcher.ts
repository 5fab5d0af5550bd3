import { Admission } from './admission.ts'
import type { AdmissionObjectives } from './admission.ts'

/**
 * Gathers items into batches for one worker: a batch starts when the one before is done and at
 * least the pace's interval passed since that one started, or as soon as `maxItems` wait. An idle
 * batcher starts at once, so that quiet times pay no delay; under load the fixed cost of a batch is
 * shared by many. What waits is bounded by number and by time.
 */
export interface BatcherOptions<Item> {
  readonly pace: { readonly intervalMs: number }
  readonly maxItems: number
  /** Items waiting, those being worked on not counted. */
  readonly maxQueued: number
  readonly admission: AdmissionObjectives
  /** An item that has waited for so long is not worked on any more. */
  readonly longestWaitMs: number
  readonly expired: (item: Item) => void
  /** Sees to it itself that its items are answered, and never rejects. */
  readonly work: (items: readonly Item[]) => Promise<void>
  /** The same for items that came together: they are a batch of their own, however many. */
  readonly workTogether: (items: readonly Item[]) => Promise<void>
}

interface Group<Item> {
  readonly items: readonly Item[]
  readonly since: number
}

/** Of the latest batch in how long they take. */
const latestWeight = 0.2

export class Batcher<Item> {
  readonly #options: BatcherOptions<Item>
  readonly #admission: Admission
  #queue: Item[] = []
  /** When each item of the queue came. */
  #since: number[] = []
  #groups: Group<Item>[] = []
  #grouped = 0
  /** Groups and single items take turns. */
  #groupIsNext = true
  #working = 0
  /** When the first item of the batch came that is being worked on. */
  #workingSince = 0
  /** How long batches took of late. */
  #batchMs = 0
  #lastStart = Number.NEGATIVE_INFINITY
  #timer: NodeJS.Timeout | undefined
  #sweeping: NodeJS.Timeout | undefined
  #immediate: NodeJS.Immediate | undefined
  #drained: (() => void)[] = []

  constructor(options: BatcherOptions<Item>) {
    this.#options = options
    this.#admission = new Admission(options.admission)
  }

  get queued(): number {
    return this.#queue.length + this.#grouped
  }

  get working(): number {
    return this.#working
  }

  /** Age of the oldest item that is not done, in milliseconds. */
  get oldestMs(): number {
    return this.#ageMs(performance.now())
  }

  /** Whether so many items would be taken now. */
  admits(count = 1, nowMs = performance.now()): boolean {
    const hasRoom = this.queued + count <= this.#options.maxQueued
    return hasRoom && this.#admission.admits(this.#delayMs(nowMs), nowMs)
  }

  /** False when the item was not taken. */
  push(item: Item): boolean {
    const nowMs = performance.now()
    if (!this.admits(1, nowMs)) {
      return false
    }
    this.#queue.push(item)
    this.#since.push(nowMs)
    this.#schedule()
    return true
  }

  /** One batch of these and no others, however many they are. False when they were not taken. */
  pushTogether(items: readonly Item[]): boolean {
    const nowMs = performance.now()
    if (!this.admits(items.length, nowMs)) {
      return false
    }
    this.#groups.push({ items, since: nowMs })
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

  /**
   * The age tells when nothing moves; what waits, at the pace of late, tells what it will come to.
   */
  #delayMs(nowMs: number): number {
    const batches = this.#queue.length / this.#options.maxItems + this.#groups.length
    return Math.max(this.#ageMs(nowMs), batches * this.#batchMs)
  }

  #ageMs(nowMs: number): number {
    return this.#working > 0 ? nowMs - this.#workingSince : this.#waitedMs(nowMs)
  }

  #waitedMs(nowMs: number): number {
    return nowMs - Math.min(this.#since[0] ?? nowMs, this.#groups[0]?.since ?? nowMs)
  }

  #schedule(): void {
    if (this.#working > 0 || this.#immediate !== undefined) {
      return
    }
    const waitMs = this.#waitMs()
    if (waitMs <= 0) {
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

  /** Until the next batch may start. */
  #waitMs(): number {
    const { pace, maxItems } = this.#options
    if (this.queued >= maxItems) return 0
    return this.#lastStart + pace.intervalMs - performance.now()
  }

  async #start(): Promise<void> {
    this.#immediate = undefined
    this.#lastStart = performance.now()
    const { work, workTogether } = this.#options
    const group = this.#takeGroup()
    this.#workingSince = group?.since ?? this.#since[0] ?? this.#lastStart
    const items = group?.items ?? this.#take()
    // Those that were too old may have been all there were.
    if (items.length > 0) {
      this.#working = items.length
      if (this.#sweeping === undefined) {
        this.#sweeping = this.#sweepLater()
      }
      await (group === undefined ? work(items) : workTogether(items))
      const nowMs = performance.now()
      this.#batchMs += latestWeight * (nowMs - this.#lastStart - this.#batchMs)
      this.#admission.observe(nowMs - this.#workingSince, nowMs)
      this.#working = 0
    }
    if (this.queued > 0) {
      // After a batch that took a whole interval, whatever waits goes before the rest of this turn:
      // others have enough to do while the database writes it.
      if (this.#waitMs() <= 0) void this.#start()
      else this.#schedule()
      return
    }
    for (const resolve of this.#drained.splice(0)) {
      resolve()
    }
  }

  #takeGroup(): Group<Item> | undefined {
    const isTurn = this.#groupIsNext || this.#queue.length === 0
    const group = isTurn ? this.#groups.shift() : undefined
    this.#groupIsNext = group === undefined
    this.#grouped -= group?.items.length ?? 0
    return group
  }

  #take(): Item[] {
    const { maxItems } = this.#options
    if (this.#queue.length <= maxItems) {
      const items = this.#queue
      this.#queue = []
      this.#since = []
      return items
    }
    this.#since = this.#since.slice(maxItems)
    const items = this.#queue.slice(0, maxItems)
    this.#queue = this.#queue.slice(maxItems)
    return items
  }

  /**
   * One timer for however many items: it looks again when the oldest of those left will be too old.
   */
  #sweepLater(): NodeJS.Timeout {
    const leftMs = this.#options.longestWaitMs - this.#waitedMs(performance.now())
    return setTimeout(() => this.#sweep(), Math.max(1, leftMs)).unref()
  }

  #sweep(): void {
    const oldest = performance.now() - this.#options.longestWaitMs
    const kept = this.#since.findIndex((since) => since > oldest)
    const expired = this.#queue.splice(0, kept === -1 ? this.#since.length : kept)
    this.#since.splice(0, expired.length)
    const groups = this.#groups.filter(({ since }) => since <= oldest)
    this.#groups = this.#groups.filter(({ since }) => since > oldest)
    expired.push(...groups.flatMap(({ items }) => items))
    this.#grouped = this.#groups.reduce((sum, { items }) => sum + items.length, 0)
    const idle = this.#working === 0 && this.queued === 0
    this.#sweeping = idle ? undefined : this.#sweepLater()
    expired.forEach(this.#options.expired)
  }
}
