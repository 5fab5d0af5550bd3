/** Of the latest batch in the share. */
const latestWeight = 1 / 8
/**
 * A batch that meets a used key is written in vain, and what it would have asked first it asks
 * then: about twice what asking costs every batch.
 */
const worthwhileShare = 1 / 3

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
