import type { CounterResult } from '../../result/document.ts'
import { plainText } from '../escape.ts'
import { html, type Markup } from './markup.ts'

/**
 * What became of a statement's text. A statement is known by its text, so one that was reworded shows
 * up as one gone and one new; where such a pair is alike it is shown as one text with its differences.
 */
const longestStatement = 2000
const mostWords = 400
const alike = 0.5

export type TextDiff = { readonly kind: 'same' | 'gone' | 'new'; readonly text: string }[]

const words = (text: string) =>
  (plainText(text, longestStatement).match(/[\w$:]+|\s+|[^\w\s]/g) ?? []).slice(0, mostWords)

/** Word by word, by the longest common subsequence. */
export function diffWords(before: string, after: string): TextDiff {
  const [a, b] = [words(before), words(after)]
  const lengths = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1))
  const at = (row: number, column: number) => lengths[row]?.[column] ?? 0
  for (let row = a.length - 1; row >= 0; row -= 1) {
    for (let column = b.length - 1; column >= 0; column -= 1) {
      const isSame = a[row] === b[column]
      const best = isSame
        ? at(row + 1, column + 1) + 1
        : Math.max(at(row + 1, column), at(row, column + 1))
      lengths[row]?.fill(best, column, column + 1)
    }
  }
  const diff: TextDiff = []
  for (let row = 0, column = 0; row < a.length || column < b.length;) {
    const [gone, added] = [a[row], b[column]]
    if (gone !== undefined && gone === added) {
      diff.push({ kind: 'same', text: gone })
      row += 1
      column += 1
    } else if (
      gone !== undefined &&
      (added === undefined || at(row + 1, column) >= at(row, column + 1))
    ) {
      diff.push({ kind: 'gone', text: gone })
      row += 1
    } else {
      diff.push({ kind: 'new', text: added ?? '' })
      column += 1
    }
  }
  return diff
}

/** The share of words, white space aside, that both texts have in common. */
export function similarity(before: string, after: string): number {
  const solid = (text: string) => text.trim() !== ''
  const same = diffWords(before, after).filter(
    ({ kind, text }) => kind === 'same' && solid(text),
  ).length
  const longest = Math.max(words(before).filter(solid).length, words(after).filter(solid).length)
  return longest === 0 ? 0 : same / longest
}

/** For a new statement, the one that is gone from the same group and most like it, if any is. */
export function rewordedFrom(
  counter: CounterResult,
  siblings: readonly CounterResult[],
): CounterResult | null {
  const isNew = (counter.base ?? 0) === 0 && (counter.head ?? 0) > 0
  if (!isNew || counter.detail === null) return null
  const after = counter.detail
  const gone = siblings
    .filter(
      (sibling) =>
        sibling.group === counter.group && sibling.detail !== null && (sibling.head ?? 0) === 0,
    )
    .slice(0, 20)
    .map((sibling) => ({ sibling, likeness: similarity(sibling.detail ?? '', after) }))
    .sort((a, b) => b.likeness - a.likeness)[0]
  return gone !== undefined && gone.likeness >= alike ? gone.sibling : null
}

export function statementMarkup(
  counter: CounterResult,
  siblings: readonly CounterResult[],
): Markup | null {
  if (counter.detail === null) return null
  const before = rewordedFrom(counter, siblings)
  const parts: TextDiff =
    before === null
      ? [{ kind: wholeKind(counter), text: plainText(counter.detail, longestStatement) }]
      : diffWords(before.detail ?? '', counter.detail)
  const texts = parts.map(({ kind, text }) => spaced(kind, text))
  return html`<code class="statement">${texts}</code>`
}

function wholeKind(counter: CounterResult): TextDiff[number]['kind'] {
  const [base, head] = [counter.base ?? 0, counter.head ?? 0]
  if (base === 0 && head > 0) return 'new'
  return base > 0 && head === 0 ? 'gone' : 'same'
}

/** Single spaces survive on their own: text put into markup is trimmed. */
function spaced(kind: 'same' | 'gone' | 'new', text: string): Markup {
  const inner = text.trim() === '' ? { markup: ' ' } : html`${text}`
  if (kind === 'same') return inner
  return kind === 'new' ? html`<ins>${inner}</ins>` : html`<del>${inner}</del>`
}
