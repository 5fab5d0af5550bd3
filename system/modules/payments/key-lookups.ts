/** Of the latest batch in the share. */
const latestWeight = 1 / 8
/**
 * A batch that meets a used key is written in vain and asks then; to write it and to ask take about
 * the same (docs/benchmarks-payments.md, "12,000 payments a second").
 */
const worthwhileShare = 1 / 2

/**
 * Whether a batch asks for its keys before it is written. Where nobody repeats himself that is a
 * statement for nothing; where many do, each batch would be written twice.
 */
export class KeyLookups {
  #metShare = 0

  get areWorthwhile(): boolean {
    return this.#metShare > worthwhileShare
  }

  /** A batch, and whether a key of it had been used before. */
  observe(met: boolean): void {
    this.#metShare += latestWeight * (Number(met) - this.#metShare)
  }
}
