/**
 * Cuts JavaScript into words, strings and signs, without comments and white space. It knows no
 * grammar: a regular expression with a quote in it is cut in an odd place, in the same odd place in
 * both arms, and costs at worst a match that a parser would have found.
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
