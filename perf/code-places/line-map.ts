/** Lines of a source, to find an offset's line and text. */
export class LineMap {
  readonly #source: string
  readonly #starts: number[] = [0]

  constructor(source: string) {
    this.#source = source
    for (let at = source.indexOf('\n'); at >= 0; at = source.indexOf('\n', at + 1)) {
      this.#starts.push(at + 1)
    }
  }

  /** From 1, by bisection over where lines start. */
  lineOf(offset: number): number {
    let [low, high] = [0, this.#starts.length]
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if ((this.#starts[middle] as number) <= offset) low = middle
      else high = middle
    }
    return low + 1
  }

  /** What stands on that line, white space folded; undefined where there is no such line. */
  textOf(line: number): string | undefined {
    const [start, end] = this.#starts.slice(line - 1, line + 1)
    if (line < 1 || start === undefined) return undefined
    return this.#source.slice(start, end).trim().replaceAll(/\s+/g, ' ')
  }
}
