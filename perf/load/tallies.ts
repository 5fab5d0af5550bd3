import type { JourneyTally } from './journey.ts'

/**
 * What a load was made of: how many journeys of each label, and how much money was acknowledged.
 */
export class Tallies {
  readonly #labels = new Map<string, number>()
  readonly #volumes = new Map<string, bigint>()

  offered({ labels }: JourneyTally): void {
    for (const label of labels) this.#labels.set(label, (this.#labels.get(label) ?? 0) + 1)
  }

  acknowledged({ amountMinor, currency }: JourneyTally): void {
    this.#volumes.set(currency, (this.#volumes.get(currency) ?? 0n) + BigInt(amountMinor))
  }

  labels(): Record<string, number> {
    return Object.fromEntries(this.#labels)
  }

  volumesMinor(): Record<string, string> {
    return Object.fromEntries([...this.#volumes].map(([currency, minor]) => [currency, `${minor}`]))
  }
}
