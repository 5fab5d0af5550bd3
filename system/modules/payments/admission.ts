/**
 * How long orders may take to be answered, as far as one can tell when one more comes; in
 * milliseconds.
 */
export interface AdmissionObjectives {
  /** In times of plenty; beyond it for longer than `toleranceMs` is an overload. */
  readonly targetMs: number
  /**
   * A stall that is shorter than this is none; an overload is over when it has been over for as
   * long.
   */
  readonly toleranceMs: number
  /** Never, however short the stall. */
  readonly limitMs: number
}

/**
 * Whether one more order is taken, by time: a length says nothing about that when the pace changes.
 * A queue that stands for long is no buffer, it only makes everybody wait, so in an overload it is
 * held at the target by sending away what comes; a stall of the disk sends nobody away. After CoDel
 * (Nichols and Jacobson, 2012) and its use in front of servers (Maurer, "Fail at Scale", 2015).
 */
export class Admission {
  readonly #objectives: AdmissionObjectives
  #overloaded = false
  /** Since when what is seen contradicts that. */
  #contraryFromMs: number | undefined

  constructor(objectives: AdmissionObjectives) {
    this.#objectives = objectives
  }

  get overloaded(): boolean {
    return this.#overloaded
  }

  /** @param nowMs of any clock that only goes on */
  admits(delayMs: number, nowMs: number): boolean {
    this.observe(delayMs, nowMs)
    const { limitMs, targetMs } = this.#objectives
    return delayMs <= (this.#overloaded ? targetMs : limitMs)
  }

  observe(delayMs: number, nowMs: number): void {
    const { targetMs, toleranceMs } = this.#objectives
    if (delayMs > targetMs === this.#overloaded) {
      this.#contraryFromMs = undefined
      return
    }
    this.#contraryFromMs ??= nowMs
    if (nowMs - this.#contraryFromMs >= toleranceMs) {
      this.#overloaded = !this.#overloaded
      this.#contraryFromMs = undefined
    }
  }
}
