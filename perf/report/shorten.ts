import { columns } from './terminal-style.ts'

/**
 * Texts that a reader must tell apart, each cut to a width: in the middle, because names differ at
 * their end; those that then read the same, at the place from which they differ. Texts are of one
 * line.
 */
export function shortenApart(texts: readonly string[], width: number, ellipsis = '…'): string[] {
  const short = new Map(texts.map((text) => [text, inTheMiddle(text, width, ellipsis)]))
  const groups = Map.groupBy(short.keys(), (text) => short.get(text) ?? text)
  for (const alike of groups.values()) {
    if (alike.length < 2) continue
    const same = commonLength(alike)
    for (const text of alike) short.set(text, fromWhereTheyDiffer(text, same, width, ellipsis))
  }
  return texts.map((text) => short.get(text) ?? text)
}

function inTheMiddle(text: string, width: number, ellipsis: string): string {
  if (columns(text) <= width) return text
  const room = Math.max(0, width - columns(ellipsis))
  const end = last(text, Math.floor(room / 2))
  return first(`${first(text, room - columns(end))}${ellipsis}${end}`, width)
}

/** Some of the beginning says what it is; the word in which they come apart says which of them. */
function fromWhereTheyDiffer(text: string, same: number, width: number, ellipsis: string): string {
  const beginning = first(text, Math.floor(width / 3))
  const word = text.lastIndexOf(' ', same) + 1
  const from = Math.max(beginning.length, same - word > width / 3 ? same : word)
  const room = width - columns(beginning) - columns(ellipsis)
  const rest = text.slice(from)
  const shown = columns(rest) <= room ? rest : `${first(rest, room - columns(ellipsis))}${ellipsis}`
  return first(`${beginning}${ellipsis}${shown}`, width)
}

function commonLength(texts: readonly string[]): number {
  const [one = '', ...others] = texts
  let length = 0
  while (length < one.length && others.every((text) => text[length] === one[length])) length += 1
  return length
}

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' })
const graphemes = (text: string) => Array.from(segmenter.segment(text), ({ segment }) => segment)

function first(text: string, width: number): string {
  return taken(graphemes(text), width).join('')
}

function last(text: string, width: number): string {
  return taken(graphemes(text).toReversed(), width).toReversed().join('')
}

function taken(segments: readonly string[], width: number): string[] {
  let used = 0
  const past = segments.findIndex((segment) => (used += columns(segment)) > width)
  return segments.slice(0, past < 0 ? segments.length : past)
}
