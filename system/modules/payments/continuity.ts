/** A message as far as its place in the topic goes. */
export interface Place {
  readonly partition: number
  readonly offset: bigint
}

/** Of a message that nothing has to be counted before. */
const fromTheStart = -1n

/**
 * Tells of each message of a stream which one has to be counted before it: totals that lack it
 * would never come to have it. Where Redis forgets in the midst of everything, some reader has
 * begun anew at the start of partitions, and another, to whom they go next, may be about to count
 * from the group's last commit on.
 */
export class Continuity {
  #anew: ReadonlySet<number> = new Set()
  #begun = new Set<number>()

  /** @param anew partitions that the stream which begins now gives from their start on */
  begin(anew: ReadonlySet<number>): void {
    this.#anew = anew
    this.#begun = new Set()
  }

  /**
   * Each message, in order, once.
   * @returns the offset that has to be counted before
   */
  follow({ partition, offset }: Place): bigint {
    const isFirst = !this.#begun.has(partition)
    this.#begun.add(partition)
    // Retention may have removed what was before the first. Whatever comes later follows on the one
    // before it, also where that was another reader's, as in a stream that goes on at its commits.
    return isFirst && this.#anew.has(partition) ? fromTheStart : offset - 1n
  }
}
