import { alignLines } from './align.ts'
import { isSteady, type PassCounts } from './clock-or-work.ts'
import type { CountedFunction, CountedToken } from './counted-functions.ts'
import { type FunctionMatch, textOf } from './match-functions.ts'

export interface Side {
  readonly counts: PassCounts
  readonly line: number
}

/** A token in both arms, or one that only one of them has. */
export interface Pairing {
  readonly base: Side | undefined
  readonly head: Side | undefined
  /** Each arm that has it counted the same in both of its passes. */
  readonly steady: boolean
}

/**
 * Token by token where the text is the same; in a changed function, line by line where a line is.
 */
export function pairTokens({ base, head }: FunctionMatch): Pairing[] {
  if (base === undefined) return (head?.tokens ?? []).map((token) => pairing(undefined, token))
  if (head === undefined) return base.tokens.map((token) => pairing(token, undefined))
  if (textOf(base) === textOf(head)) return pairInOrder(base.tokens, head.tokens)
  return pairLines(base, head)
}

function pairInOrder(base: readonly CountedToken[], head: readonly CountedToken[]): Pairing[] {
  return base.map((token, index) => pairing(token, head[index]))
}

function pairLines(base: CountedFunction, head: CountedFunction): Pairing[] {
  const before = linesOf(base.tokens)
  const after = linesOf(head.tokens)
  const text = (line: readonly CountedToken[]) => line.map((token) => token.text).join(' ')
  const pairings: Pairing[] = []
  let hunk = newHunk()
  for (const one of alignLines(before.map(text), after.map(text))) {
    const gone = one.base === undefined ? [] : (before[one.base] ?? [])
    const added = one.head === undefined ? [] : (after[one.head] ?? [])
    if (gone.length > 0 && added.length > 0) {
      pairings.push(...pairHunk(hunk), ...pairInOrder(gone, added))
      hunk = newHunk()
    } else {
      hunk.base.push(...gone)
      hunk.head.push(...added)
    }
  }
  return [...pairings, ...pairHunk(hunk)]
}

interface Hunk {
  readonly base: CountedToken[]
  readonly head: CountedToken[]
}

function newHunk(): Hunk {
  return { base: [], head: [] }
}

/**
 * Lines in the place of others. The tokens that they have in common are paired, and so is a word
 * with one that stands in its place and ran as often: a line that was only reworded is not news.
 */
function pairHunk(hunk: Hunk): Pairing[] {
  const text = ({ text: word }: CountedToken) => word
  const pairings: Pairing[] = []
  const left = newHunk()
  for (const one of alignLines(hunk.base.map(text), hunk.head.map(text))) {
    const base = one.base === undefined ? undefined : hunk.base[one.base]
    const head = one.head === undefined ? undefined : hunk.head[one.head]
    if (base !== undefined && head !== undefined) pairings.push(pairing(base, head))
    else if (base !== undefined) left.base.push(base)
    else if (head !== undefined) left.head.push(head)
  }
  const asOften = Map.groupBy(left.head, ({ counts }) => counts.join(' '))
  pairings.push(...left.base.map((one) => pairing(one, asOften.get(one.counts.join(' '))?.shift())))
  return [...pairings, ...[...asOften.values()].flat().map((one) => pairing(undefined, one))]
}

function linesOf(tokens: readonly CountedToken[]): CountedToken[][] {
  return [...Map.groupBy(tokens, ({ line }) => line).values()]
}

function pairing(base: CountedToken | undefined, head: CountedToken | undefined): Pairing {
  return {
    base: sideOf(base),
    head: sideOf(head),
    steady: [base, head].every((token) => token === undefined || isSteady(token.counts)),
  }
}

function sideOf(token: CountedToken | undefined): Side | undefined {
  return token === undefined ? undefined : { counts: token.counts, line: token.line }
}
