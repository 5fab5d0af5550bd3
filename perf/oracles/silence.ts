/**
 * Says when nothing has come for a while. It listens only between `listen` and `pause`: work is no
 * silence.
 */
export class Silence implements AsyncDisposable {
  readonly #afterMs: number
  readonly #fell: () => Promise<unknown>
  #timer: NodeJS.Timeout | undefined
  #ending: Promise<unknown> | undefined

  /** @param fell is called once; what it throws is thrown by `ended` */
  constructor(afterMs: number, fell: () => Promise<unknown>) {
    this.#afterMs = afterMs
    this.#fell = fell
  }

  listen(): void {
    this.pause()
    this.#timer = setTimeout(() => {
      this.#ending ??= this.#fell()
      // Settled here, told by `ended`: nobody may be waiting for it yet.
      this.#ending.catch(() => undefined)
    }, this.#afterMs)
  }

  pause(): void {
    clearTimeout(this.#timer)
  }

  /** Waits for what silence has begun, if it fell. */
  async ended(): Promise<void> {
    await this.#ending
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.pause()
    await this.#ending?.catch(() => undefined)
  }
}
