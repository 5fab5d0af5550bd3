import { plainText } from './escape.ts'

/** How text meets a terminal: colour when asked, ASCII when it must, and its width in columns. */
export type TerminalOptions = {
  /** Columns available. */
  readonly width: number
  /** Columns that a table may take where that is another number: a file has no edge. */
  readonly tableWidth?: number
  readonly color: boolean
  /** False where the terminal cannot show more than ASCII. */
  readonly unicode: boolean
}

/** Select Graphic Rendition, ECMA-48 8.3.117: how to switch each on and off again. */
const renditions = {
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  blue: [34, 39],
  dim: [2, 22],
  bold: [1, 22],
} as const

export type Ink = keyof typeof renditions

export function ink(text: string, color: Ink, options: TerminalOptions): string {
  const [on, off] = renditions[color]
  return options.color ? `\u001b[${on}m${text}\u001b[${off}m` : text
}

const asciiForms: Readonly<Record<string, string>> = {
  '−': '-',
  '–': '-',
  '—': '-',
  '…': '...',
  '→': '->',
  '×': 'x',
  µ: 'u',
  '·': '|',
  '─': '-',
  '█': '#',
  '░': '.',
  '●': '*',
  '✓': 'ok',
  '✗': 'x',
}

/** Printable text of one line; where the terminal has only ASCII, nothing but ASCII. */
export function terminalText(
  text: string,
  options: Pick<TerminalOptions, 'unicode'>,
  limit?: number,
): string {
  const clean = plainText(text, limit)
  if (options.unicode) return clean
  return Array.from(
    clean,
    (character) => asciiForms[character] ?? (character <= '~' ? character : '?'),
  ).join('')
}

const wide =
  /^[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]|^\p{Emoji_Presentation}/u
const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** Columns that plain text takes: wide scripts and emoji take two, combining marks none. */
export function columns(text: string): number {
  if (/^[ -~]*$/.test(text)) return text.length
  let count = 0
  for (const { segment } of segmenter.segment(text)) count += wide.test(segment) ? 2 : 1
  return count
}

export const ellipsisOf = ({ unicode }: Pick<TerminalOptions, 'unicode'>) => (unicode ? '…' : '~')

/** Cut to a width, with an ellipsis in place of what is gone. */
export function clip(
  text: string,
  width: number,
  options: Pick<TerminalOptions, 'unicode'>,
): string {
  if (columns(text) <= width) return text
  const tail = ellipsisOf(options)
  let kept = ''
  let used = 0
  for (const { segment } of segmenter.segment(text)) {
    used += columns(segment)
    if (used > width - 1) break
    kept += segment
  }
  return width > 0 ? `${kept}${tail}` : ''
}

export function pad(text: string, width: number, align: 'left' | 'right'): string {
  const space = ' '.repeat(Math.max(0, width - columns(text)))
  return align === 'left' ? text + space : space + text
}

/** Breaks words into lines of at most `width` columns, each after the first indented. */
export function wrap(
  text: string,
  width: number,
  indent: string,
  options: Pick<TerminalOptions, 'unicode'>,
): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    const room = lines.length === 0 ? width : width - indent.length
    const candidate = line === '' ? clip(word, room, options) : `${line} ${word}`
    if (columns(candidate) <= room) {
      line = candidate
      continue
    }
    lines.push(line)
    line = clip(word, width - indent.length, options)
  }
  lines.push(line)
  return lines.map((each, index) => (index === 0 ? each : indent + each))
}
