/**
 * Cuts JavaScript into words, strings and signs, without comments and white space. It knows no grammar:
 * a regular expression with a quote in it is cut in an odd place, in the same odd place in both arms, and
 * costs at worst a match that a parser would have found.
 */
export interface CodeToken {
  readonly text: string
  readonly offset: number
}

const pattern =
  /(?<comment>\/\/[^\n]*|\/\*[^]*?\*\/)|[\p{ID_Start}$_#][\p{ID_Continue}$]*|\d[\w.]*|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|[=!<>+\-*/%&|^?.]{1,4}|[^\s]/gu

export function tokensOf(source: string): CodeToken[] {
  const tokens: CodeToken[] = []
  for (const match of source.matchAll(pattern)) {
    if (match.groups?.['comment'] === undefined) {
      tokens.push({ text: match[0], offset: match.index })
    }
  }
  return tokens
}

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

  /** From 1. */
  lineOf(offset: number): number {
    let [low, high] = [0, this.#starts.length]
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if ((this.#starts[middle] as number) <= offset) low = middle
      else high = middle
    }
    return low + 1
  }

  /** What stands on that line, white space folded. */
  textOf(line: number): string {
    const [start = 0, end] = this.#starts.slice(line - 1, line + 1)
    return this.#source.slice(start, end).trim().replaceAll(/\s+/g, ' ')
  }
}
