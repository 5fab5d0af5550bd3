import type { SeededRandom } from '../../load/journey.ts'

const runs = 8
/**
 * Columns of the array, as the bits of a run's number that are added up: every subset but the empty
 * one.
 */
const columns = [1, 2, 3, 4, 5, 6, 7] as const

/**
 * Levels of up to seven factors over eight runs, one row per run: the orthogonal array L8 (2^7),
 * with columns, levels and rows shuffled. In it every factor has either level four times, and every
 * two factors have each pair of levels twice. Source: C. R. Rao, "Factorial experiments derivable
 * from combinatorial arrangements of arrays", 1947; tables by G. Taguchi.
 */
export function balancedBlock(factors: number, random: SeededRandom): boolean[][] {
  if (factors > columns.length) {
    throw new RangeError(`${factors} factors, expected at most ${columns.length} in eight runs`)
  }
  const chosen = shuffled(columns, random)
    .slice(0, factors)
    .map((column) => ({ column, inverted: random.next() < 0.5 }))
  const rows = Array.from({ length: runs }, (_, run) =>
    chosen.map(({ column, inverted }) => hasOddParity(run & column) !== inverted),
  )
  return shuffled(rows, random)
}

function hasOddParity(bits: number): boolean {
  return ((bits ^ (bits >> 1) ^ (bits >> 2)) & 1) === 1
}

/** Fisher and Yates. */
function shuffled<T>(items: readonly T[], random: SeededRandom): T[] {
  const left = [...items]
  return items.map(() => left.splice(random.integer(0, left.length - 1), 1)[0] as T)
}
