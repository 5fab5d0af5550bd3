/**
 * The last so many samples of some lines over time, oldest first, for a chart. Bounded: a page that is
 * open for a week holds no more than one that is open for ten minutes.
 */
export class History {
  readonly #most: number
  readonly #timesS: number[] = []
  readonly #lines: (number | null)[][]

  constructor(lines: number, most: number) {
    this.#most = most
    this.#lines = Array.from({ length: lines }, () => [])
  }

  get size(): number {
    return this.#timesS.length
  }

  /** The latest time that was added, in seconds since 1970. */
  get latestS(): number | undefined {
    return this.#timesS.at(-1)
  }

  /** A sample of the same second replaces the one before; one from the past is refused. */
  add(atMs: number, values: readonly (number | null)[]): void {
    const atS = Math.floor(atMs / 1000)
    const latest = this.latestS
    if (latest !== undefined && atS < latest) {
      return
    }
    const place = atS === latest ? this.size - 1 : this.size
    this.#timesS[place] = atS
    for (const [index, line] of this.#lines.entries()) {
      line[place] = values[index] ?? null
    }
    // Cut seldom and generously: shifting one sample each second moves every other.
    if (this.size > this.#most * 1.25) {
      const excess = this.size - this.#most
      this.#timesS.splice(0, excess)
      for (const line of this.#lines) {
        line.splice(0, excess)
      }
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
