import type { SanctionsList } from './facts.ts'
import { createWordFilter } from './word-filter.ts'

/**
 * Finds what is on the list, however it is written: case, accents, punctuation and spacing count
 * for nothing.
 */
export interface SanctionsScreen {
  matchesAccount(number: string): boolean
  /** Whether a name stands in a text, whole words in their order. */
  matchesText(text: string): boolean
}

export function createSanctionsScreen(list: SanctionsList): SanctionsScreen {
  const accounts = new Set(list.accounts.map(foldAccount).filter((account) => account !== ''))
  const names = Map.groupBy(
    list.names.map(wordsOf).filter((words) => words.length > 0),
    ([first = '']) => first,
  )
  const mayHold = createWordFilter(names.keys())
  return {
    matchesAccount: (number) => accounts.has(foldAccount(number)),
    matchesText: (text) => mayHold(text) && holdsName(wordsOf(text), names),
  }
}

type Words = readonly string[]

function holdsName(words: Words, names: ReadonlyMap<string, readonly Words[]>): boolean {
  return words.some((word, index) => {
    const startingSo = names.get(word) ?? []
    return startingSo.some((name) => name.every((part, offset) => words[index + offset] === part))
  })
}

const notOfAnAccount = /[^A-Z0-9]/g

function foldAccount(number: string): string {
  return number.toUpperCase().replace(notOfAnAccount, '')
}

const marks = /\p{Mark}/gu
const betweenWords = /[^\p{L}\p{N}]+/u

function wordsOf(text: string): Words {
  const folded = text.normalize('NFKD').replace(marks, '').toUpperCase()
  return folded.split(betweenWords).filter((word) => word !== '')
}
