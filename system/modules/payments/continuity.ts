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
 * begun anew at the start of the topic, and another, to whom its partitions go next, may be about
 * to count from the group's last commit on.
 */
export class Continuity {
  #rereads = false
  #begun = new Set<number>()

  /** @param rereads whether the stream that begins now gives each partition from its start on */
  begin(rereads: boolean): void {
    this.#rereads = rereads
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
    return isFirst && this.#rereads ? fromTheStart : offset - 1n
  }
}
