/**
 * The longest common subsequence of two texts in pieces: what is the same, gone, and new, in order.
 */
export type DiffPart = { readonly kind: 'same' | 'gone' | 'new'; readonly text: string }

export function diffPieces(before: readonly string[], after: readonly string[]): DiffPart[] {
  const lengths = commonLengths(before, after)
  const at = (row: number, column: number) => lengths[row]?.[column] ?? 0
  const diff: DiffPart[] = []
  for (let row = 0, column = 0; row < before.length || column < after.length;) {
    const [gone, added] = [before[row], after[column]]
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

/** For every pair of tails the length of what they have in common. */
function commonLengths(a: readonly string[], b: readonly string[]): Uint16Array[] {
  const lengths = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1))
  const at = (row: number, column: number) => lengths[row]?.[column] ?? 0
  for (let row = a.length - 1; row >= 0; row -= 1) {
    for (let column = b.length - 1; column >= 0; column -= 1) {
      const best =
        a[row] === b[column]
          ? at(row + 1, column + 1) + 1
          : Math.max(at(row + 1, column), at(row, column + 1))
      lengths[row]?.fill(best, column, column + 1)
    }
  }
  return lengths
}
