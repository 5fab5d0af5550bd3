/** Of a word this long one letter more may be wrong; a flag of three letters has one to spare. */
const lettersPerMistake = 3

/** What people call a known word, and the word. */
type OtherNames = Readonly<Record<string, string>>

/**
 * The known word that was probably meant: the nearest one, if it is as near as a slip of the hand.
 */
export function nearMiss(
  word: string,
  known: readonly string[],
  otherNames: OtherNames = {},
): string | undefined {
  const mistakesMost = Math.floor(word.length / lettersPerMistake)
  const nearest = [...known, ...Object.keys(otherNames)]
    .map((candidate) => ({ candidate, mistakes: mistakesBetween(word, candidate) }))
    .filter(({ mistakes }) => mistakes <= mistakesMost)
    .reduce<{ readonly candidate: string; readonly mistakes: number } | undefined>(
      (best, each) => (best === undefined || each.mistakes < best.mistakes ? each : best),
      undefined,
    )?.candidate
  if (nearest === undefined) return undefined
  return Object.hasOwn(otherNames, nearest) ? otherNames[nearest] : nearest
}

/** " (did you mean X?)" to follow a word that is refused; nothing where no known word is near. */
export function meantHint(
  word: string,
  known: readonly string[],
  {
    prefix = '',
    otherNames = {},
  }: { readonly prefix?: string; readonly otherNames?: OtherNames } = {},
): string {
  const meant = nearMiss(word, known, otherNames)
  return meant === undefined ? '' : ` (did you mean ${prefix}${meant}?)`
}

/**
 * Letters added, left out, replaced, or swapped with their neighbour. Source: optimal string
 * alignment, the restricted Damerau-Levenshtein distance.
 */
export function mistakesBetween(word: string, other: string): number {
  const rows: number[][] = [Array.from({ length: other.length + 1 }, (_, column) => column)]
  const at = (row: number, column: number) => rows[row]?.[column] ?? Infinity
  for (let row = 1; row <= word.length; row += 1) {
    rows[row] = [row]
    for (let column = 1; column <= other.length; column += 1) {
      const isSame = word[row - 1] === other[column - 1]
      const isSwapped = word[row - 1] === other[column - 2] && word[row - 2] === other[column - 1]
      const cells = rows[row] as number[]
      cells[column] = Math.min(
        at(row - 1, column) + 1,
        at(row, column - 1) + 1,
        at(row - 1, column - 1) + (isSame ? 0 : 1),
        isSwapped ? at(row - 2, column - 2) + 1 : Infinity,
      )
    }
  }
  return at(word.length, other.length)
}
