export interface StreamLimits {
  readonly framesMost: number
  /** Less than what may wait for a reader: else who resumes would be dropped for being slow. */
  readonly bytesMost: number
}

/**
 * What one tenant's listeners have been told of late. Frames are numbered without a gap, and the
 * last ones are kept, so that a listener whose connection broke can have what it missed. A number
 * names a frame of this process only. It starts at a time in microseconds: a process that began
 * later, or another one beside it, has numbers that this one cannot take for its own.
 */
export class TenantStream {
  readonly #limits: StreamLimits
  readonly #frames: string[] = []
  #bytes = 0
  #seq: number

  constructor(startMs: number, limits: StreamLimits) {
    this.#seq = startMs * 1_000
    this.#limits = limits
  }

  /** Of the last frame. */
  get seq(): number {
    return this.#seq
  }

  /**
   * @param members JSON members of an event without braces
   * @returns the same with the frame's number in front
   */
  add(members: string): string {
    this.#seq += 1
    const frame = `"seq":${this.#seq},${members}`
    this.#frames.push(frame)
    this.#bytes += frame.length
    const { framesMost, bytesMost } = this.#limits
    while (this.#frames.length > framesMost || this.#bytes > bytesMost) {
      this.#bytes -= this.#frames.shift()?.length ?? 0
    }
    return frame
  }

  /** Undefined when some of them are gone, or `since` is not a number of this stream. */
  after(since: number): readonly string[] | undefined {
    const missed = this.#seq - since
    return missed >= 0 && missed <= this.#frames.length
      ? this.#frames.slice(this.#frames.length - missed)
      : undefined
  }
}
