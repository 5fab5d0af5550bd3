const minorPerMajor = 100n

/**
 * Sums by currency; in JSON they are major units as decimal text. All currencies here have two
 * places.
 */
export class Volumes {
  readonly #minor = new Map<string, bigint>()

  add(currency: string, amountMinor: bigint): void {
    this.#minor.set(currency, (this.#minor.get(currency) ?? 0n) + amountMinor)
  }

  toJson(): Record<string, string> {
    const sums = [...this.#minor].toSorted(([one], [other]) => one.localeCompare(other))
    return Object.fromEntries(sums.map(([currency, minor]) => [currency, inMajor(minor)]))
  }
}

function inMajor(minor: bigint): string {
  return `${minor / minorPerMajor}.${String(minor % minorPerMajor).padStart(2, '0')}`
}

/** Percent of two places; null where nothing was decided. */
export function successRate(settled: number, rejected: number): number | null {
  const decided = settled + rejected
  return decided === 0 ? null : Math.round((settled * 10_000) / decided) / 100
}
