import type { Random } from './random.ts'

/**
 * Every order alike: Fisher & Yates, by Durstenfeld, "Algorithm 235", Communications of the ACM 7
 * (1964).
 */
export function shuffleInPlace(values: unknown[], random: Random): void {
  for (let last = values.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1))
    const held = values[last]
    values[last] = values[other]
    values[other] = held
  }
}
