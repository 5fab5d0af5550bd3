/** What is told of a second comes within so many more. */
const mostLateS = 60

/**
 * The samples of some lines over the last so many seconds, oldest first, for a chart. Bounded: a
 * page that is open for a week holds no more than one that is open for ten minutes.
 */
export class History {
  readonly #spanS: number
  readonly #timesS: number[] = []
  readonly #lines: (number | null)[][]

  constructor(lines: number, spanS: number) {
    this.#spanS = spanS
    this.#lines = Array.from({ length: lines }, () => [])
  }

  get size(): number {
    return this.#timesS.length
  }

  /** The latest time that was added, in seconds since 1970. */
  get latestS(): number | undefined {
    return this.#timesS.at(-1)
  }

  /**
   * A sample of the same second replaces the one before. One from a little before the latest is
   * refused: it was late. One from long before says that the clock was put back, and what there is
   * has no place beside it.
   */
  add(atMs: number, values: readonly (number | null)[]): void {
    const atS = Math.floor(atMs / 1000)
    const latest = this.latestS
    if (latest !== undefined && atS < latest) {
      if (latest - atS <= mostLateS) {
        return
      }
      this.#forget(this.size)
    }
    const place = atS === this.latestS ? this.size - 1 : this.size
    this.#timesS[place] = atS
    for (const [index, line] of this.#lines.entries()) {
      line[place] = values[index] ?? null
    }
    // Cut seldom and generously: shifting one sample each second moves every other.
    if (atS - (this.#timesS[0] ?? atS) >= this.#spanS * 1.25) {
      this.#forget(this.#timesS.findIndex((each) => each > atS - this.#spanS))
    }
  }

  #forget(oldest: number): void {
    this.#timesS.splice(0, oldest)
    for (const line of this.#lines) {
      line.splice(0, oldest)
    }
  }

  /** A gap in every line: nothing was known from here to the next sample. */
  interrupt(atMs: number): void {
    const latest = this.latestS
    if (latest !== undefined && this.#lines[0]?.at(-1) !== null) {
      this.add(Math.max(atMs, (latest + 1) * 1000), [])
    }
  }

  /** Times in seconds, then one array per line: what uPlot takes. */
  columns(): [number[], ...(number | null)[][]] {
    return [this.#timesS, ...this.#lines]
  }
}
