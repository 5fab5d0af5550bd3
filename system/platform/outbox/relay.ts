import type { Logger } from 'pino'
import type { Publisher } from '../kafka/publisher.ts'
import { Pace } from '../pace/pace.ts'
import { sleep } from '../pace/sleep.ts'
import type { OutboxRow } from './outbox-row.ts'
import type { OutboxStore } from './store.ts'
import { WaitingRows } from './waiting-rows.ts'

interface RelayOptions {
  readonly store: OutboxStore
  readonly publisher: Publisher
  /** Makes the topics; tried again until it succeeds, before anything is sent. */
  readonly prepare: () => Promise<void>
  /** The time that rows are dated by. */
  readonly nowMs: () => number
  readonly settings: {
    readonly lagMaxSeconds: number
    readonly saveIntervalMs: number
    readonly rereadIntervalMs: number
  }
  /** Between two sends that took all that waited. */
  readonly pace?: { readonly intervalMs: number }
  readonly log: Logger
}

/**
 * One request carries all that waits: each costs the broker and all readers as much as dozens of
 * payments.
 */
const sendInterval = { shortestMs: 20, longestMs: 50 }
const retryDelayMs = 500
/** Of what waited to be sent. */
type Sent = 'nothing' | 'some' | 'all'
const mostInMemory = { rows: 500, bytes: 16 * 1024 * 1024 }
/** Bytes of one key: brokers refuse more than 1 MiB at once, and would go on refusing it. */
const mostPerSend = { rows: 100, bytes: 512 * 1024 }

/**
 * Brings one lane of the outbox to Kafka: in order, at least once, whatever crashes. Rows are
 * published from memory right after their commit; the table is the backstop. Whenever memory may
 * not know everything – at the start, after a failure, when too much waits – the relay reads the
 * table from the last acknowledged row on until it has caught up.
 */
export class OutboxRelay {
  readonly #options: RelayOptions
  readonly #pace: { readonly intervalMs: number }
  readonly #waiting = new WaitingRows(mostInMemory)
  /** Read the table; memory is not complete. */
  #behind = true
  /** How often `doubt` was called: a read that began before the last one may have missed it. */
  #doubts = 0
  #publishedThrough = 0
  #committedThrough = 0
  #savedThrough = 0
  #epoch = ''
  /** Since when not everything that is committed is published, by the clock that nobody can set. */
  #waitingSinceMs: number | undefined
  #stopping = false
  #failing = false
  #wake: (() => void) | undefined
  #loop: Promise<void> = Promise.resolve()
  #timers: NodeJS.Timeout[] = []
  #saving: Promise<void> = Promise.resolve()

  constructor(options: RelayOptions) {
    this.#options = options
    this.#pace = options.pace ?? new Pace(sendInterval)
  }

  /** Rows known to be committed and not yet acknowledged by Kafka. */
  get waiting(): number {
    return this.#behind ? Math.max(this.#waiting.length, 1) : this.#waiting.length
  }

  get lagSeconds(): number {
    const since = this.#waitingSinceMs
    return since === undefined ? 0 : (performance.now() - since) / 1_000
  }

  /** There should be no more rows before these are published. */
  get tooFarBehind(): boolean {
    return this.lagSeconds > this.#options.settings.lagMaxSeconds
  }

  start(): void {
    const { saveIntervalMs, rereadIntervalMs } = this.#options.settings
    this.#loop = this.#run()
    this.#timers = [
      setInterval(() => {
        this.#saving = this.#saveWatermark()
      }, saveIntervalMs),
      setInterval(() => {
        this.#behind = true
        this.#wake?.()
      }, rereadIntervalMs),
    ]
  }

  /** Rows whose commit has just been acknowledged, in order. */
  offer(rows: readonly OutboxRow[]): void {
    for (const row of rows) {
      this.#committedThrough = row.id
      this.#waitingSinceMs ??= performance.now()
      if (!this.#behind && row.id > this.#publishedThrough) {
        this.#behind = !this.#waiting.push(row)
      }
    }
    this.#wake?.()
  }

  /** A commit may have happened that nobody told us about. */
  doubt(): void {
    this.#doubts += 1
    this.#behind = true
    this.#wake?.()
  }

  /** Publishes what waits, for at most `timeoutMs`; what is left is in the table. */
  async stop(timeoutMs: number): Promise<void> {
    const deadline = performance.now() + timeoutMs
    while (this.waiting > 0 && performance.now() < deadline) {
      await sleep(sendInterval.shortestMs)
    }
    this.#stopping = true
    this.#timers.forEach(clearInterval)
    this.#wake?.()
    await this.#loop
    await this.#saving
    await this.#saveWatermark()
    await this.#options.publisher.close()
  }

  async #run(): Promise<void> {
    while (!this.#stopping) {
      try {
        const sent = this.#behind ? await this.#publishFromTable() : await this.#publishFromMemory()
        if (sent === 'nothing') await this.#sleepUntilWoken()
        else await sleep(sent === 'all' ? this.#pace.intervalMs : sendInterval.shortestMs)
      } catch (error) {
        this.#behind = true
        this.#waiting.clear()
        this.#reportFailure(error)
        await sleep(retryDelayMs)
      }
    }
  }

  /** Once per outage, not once per attempt. */
  #reportFailure(error: unknown): void {
    const level = this.#failing ? 'debug' : 'warn'
    this.#failing = true
    this.#options.log[level]({ err: error }, 'outbox not published, trying again')
  }

  async #publishFromMemory(): Promise<Sent> {
    const { length } = this.#waiting
    const rows = this.#waiting.first(mostPerSend.rows, mostPerSend.bytes)
    await this.#send(rows)
    this.#waiting.drop(rows.length)
    return length === 0 ? 'nothing' : rows.length === length ? 'all' : 'some'
  }

  async #publishFromTable(): Promise<Sent> {
    this.#waiting.clear()
    if (this.#epoch === '') {
      await this.#begin()
    }
    const doubts = this.#doubts
    const rows = await this.#options.store.after(this.#publishedThrough, mostPerSend)
    // Set before anything else is awaited: rows that are offered from here on are kept in memory.
    // Those offered while the table was read are either in `rows` or found by reading on, as are
    // those of a commit that was doubted meanwhile: the read may have come before it.
    const caughtUp = rows.length === 0 && this.#committedThrough <= this.#publishedThrough
    if (caughtUp && doubts === this.#doubts) {
      this.#behind = false
      return 'nothing'
    }
    this.#waitingSinceMs ??= this.#committedAtMs(rows[0])
    await this.#send(rows)
    return 'some'
  }

  async #begin(): Promise<void> {
    const { prepare, store } = this.#options
    const [epoch, through] = await Promise.all([store.epoch(), store.publishedThrough(), prepare()])
    this.#publishedThrough = through
    this.#savedThrough = through
    this.#epoch = epoch
  }

  async #send(rows: readonly OutboxRow[]): Promise<void> {
    const last = rows.at(-1)
    if (last === undefined) {
      return
    }
    await this.#options.publisher.send(
      rows.map((row) => ({ topic: row.topic, key: row.key, value: this.#message(row) })),
    )
    this.#failing = false
    this.#publishedThrough = last.id
    this.#waitingSinceMs = last.id >= this.#committedThrough ? undefined : this.#committedAtMs(last)
  }

  /**
   * Rows come in the order of their commits, so none was committed before one that has been waited
   * for.
   */
  #committedAtMs(row: OutboxRow | undefined): number {
    const nowMs = performance.now()
    const ageMs = row === undefined ? 0 : this.#options.nowMs() - Date.parse(row.createdAt)
    const since = this.#waitingSinceMs ?? Number.NEGATIVE_INFINITY
    return Math.max(since, nowMs - Math.max(0, ageMs))
  }

  #message(row: OutboxRow): string {
    const head = `{"outboxId":${row.id},"epoch":"${this.#epoch}","at":"${row.createdAt}"`
    return `${head},"events":${row.payload}}`
  }

  async #saveWatermark(): Promise<void> {
    const through = this.#publishedThrough
    if (through === this.#savedThrough) return
    this.#savedThrough = through
    try {
      await this.#options.store.savePublishedThrough(through)
    } catch (error) {
      // It only costs sending again after a crash; the next round saves it.
      this.#savedThrough = 0
      this.#options.log.debug({ err: error }, 'outbox watermark not saved')
    }
  }

  async #sleepUntilWoken(): Promise<void> {
    if (this.#stopping || this.#behind || this.#waiting.length > 0) return
    await new Promise<void>((resolve) => {
      this.#wake = resolve
    })
    this.#wake = undefined
  }
}
