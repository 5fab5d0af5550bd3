/**
 * Text from a result document is somebody else's: it may come from a fork's pull request. Whatever
 * a formatter takes from the document goes through one of these, and nothing else does the
 * escaping.
 */
export const longestText = 240
export const longestCode = 900

/**
 * One line of printable text, at most `limit` characters: control characters and those that reorder
 * or hide text (bidirectional overrides, zero-width) are gone, white space is single spaces.
 */
export function plainText(text: string, limit = longestText): string {
  const clean = text
    .slice(0, limit * 8)
    .replace(/\p{White_Space}+/gu, ' ')
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}]|\p{Cs}/gu, '')
    .trim()
  const characters = Array.from(clean)
  return characters.length <= limit ? clean : `${characters.slice(0, limit - 1).join('')}…`
}

/**
 * Text inside a line of GitHub markdown or a table cell. Characters that could form markdown or
 * HTML become numeric references, which by CommonMark 2.5 never form structure. Mentions, issue
 * references and bare links are found by GitHub after that step, so a zero-width space breaks them.
 */
export function markdownText(text: string, limit = longestText): string {
  return plainText(text, limit)
    .replace(/[&<>|`*_~[\]\\$]/g, (character) => `&#${character.charCodeAt(0)};`)
    .replace(/@/g, '@&#8203;')
    .replace(/(?<!&)#/g, '#&#8203;')
    .replace(/\bGH-(?=\d)/gi, 'GH&#8203;-')
    .replace(/:\/\//g, ':&#8203;//')
    .replace(/\bwww\./gi, 'www&#8203;.')
}

/**
 * A code span, also inside a table cell: the fence is longer than any run of backticks inside, a
 * pipe is escaped as GitHub's tables want it. A backslash before a pipe cannot be written so, the
 * text then becomes a `<code>` element.
 */
export function markdownCode(text: string, limit = longestCode): string {
  const line = plainText(text, limit)
  if (line === '') return '–'
  if (/\\+\|/.test(line) || line.endsWith('\\')) return `<code>${markdownText(line, limit)}</code>`
  const fence = '`'.repeat(longestRun(line) + 1)
  const padding = line.startsWith('`') || line.endsWith('`') ? ' ' : ''
  return `${fence}${padding}${line.replace(/\|/g, '\\|')}${padding}${fence}`
}

/** A fenced block of one line, for a command that the reader copies. */
export function markdownBlock(text: string, language: string, limit = longestCode): string {
  const line = plainText(text, limit)
  const fence = '`'.repeat(Math.max(3, longestRun(line) + 1))
  return `${fence}${language}\n${line}\n${fence}`
}

export type BlockSize = { readonly lines: number; readonly columns: number }

/**
 * The lines of a text with their indentation, each printable; what is too many is counted in a last
 * line.
 */
export function plainLines(text: string, size: BlockSize): string[] {
  const lines = text.slice(0, size.lines * size.columns * 8).split(/\r\n|[\n\r\u2028\u2029]/)
  const shown = lines.slice(0, size.lines).map((line) => {
    const indent = /^[ \t]*/.exec(line)?.[0].replaceAll('\t', '  ').slice(0, size.columns) ?? ''
    return plainText(line, size.columns) === '' ? '' : indent + plainText(line, size.columns)
  })
  const left = lines.length - shown.length
  return left > 0 ? [...shown, `… ${left} more`] : shown
}

/** A fenced block of lines that `plainLines` made. */
export function markdownFence(lines: readonly string[], language: string): string {
  const fence = '`'.repeat(Math.max(3, longestRun(lines.join('\n')) + 1))
  return [`${fence}${language}`, ...lines, fence].join('\n')
}

/** Text or a double-quoted attribute value in HTML. */
export function htmlText(text: string, limit = longestText): string {
  return plainText(text, limit).replace(/[&<>"'`]/g, (character) => `&#${character.charCodeAt(0)};`)
}

/** Only hex digits are a commit; anything else is shown as what it is, cut short. */
export function shortCommit(commit: string): string {
  return /^[0-9a-f]{7,64}$/.test(commit) ? commit.slice(0, 8) : plainText(commit, 12)
}

const longestRun = (text: string) =>
  (text.match(/`+/g) ?? []).reduce((longest, run) => Math.max(longest, run.length), 0)
