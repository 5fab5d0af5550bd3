import type { CounterResult } from '../../result/document.ts'
import { type DiffPart, diffPieces } from '../diff.ts'
import { plainText } from '../escape.ts'
import { html, type Markup } from './markup.ts'

/**
 * What became of a statement's text. A statement is known by its text, so one that was reworded
 * shows up as one gone and one new; where such a pair is alike it is shown as one text with its
 * differences.
 */
const longestStatement = 2000
const mostWords = 400
const alike = 0.5

const words = (text: string) =>
  (plainText(text, longestStatement).match(/[\w$:]+|\s+|[^\w\s]/g) ?? []).slice(0, mostWords)

/** Word by word, by the longest common subsequence. */
export function diffWords(before: string, after: string): DiffPart[] {
  return diffPieces(words(before), words(after))
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
  const parts: DiffPart[] =
    before === null
      ? [{ kind: wholeKind(counter), text: plainText(counter.detail, longestStatement) }]
      : diffWords(before.detail ?? '', counter.detail)
  const texts = parts.map(({ kind, text }) => spaced(kind, text))
  return html`<code class="statement">${texts}</code>`
}

function wholeKind(counter: CounterResult): DiffPart['kind'] {
  const [base, head] = [counter.base ?? 0, counter.head ?? 0]
  if (base === 0 && head > 0) return 'new'
  return base > 0 && head === 0 ? 'gone' : 'same'
}

/** Single spaces survive on their own: text put into markup is trimmed. */
function spaced(kind: DiffPart['kind'], text: string): Markup {
  const inner = text.trim() === '' ? { markup: ' ' } : html`${text}`
  if (kind === 'same') return inner
  return kind === 'new' ? html`<ins>${inner}</ins>` : html`<del>${inner}</del>`
}
