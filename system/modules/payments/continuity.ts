/** A message as far as its place in the topic goes. */
export interface Place {
  readonly partition: number
  readonly offset: bigint
}

interface Run {
  /** The last message that was seen. */
  through: bigint
  /** The last of those that count. */
  counted: bigint
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
  #runs = new Map<number, Run>()

  /** @param rereads whether the stream that begins now gives each partition from its start on */
  begin(rereads: boolean): void {
    this.#rereads = rereads
    this.#runs = new Map()
  }

  /**
   * For each message in order, once.
   * @param counts those that do not are passed over
   */
  before({ partition, offset }: Place, counts: boolean): bigint {
    const run = this.#runs.get(partition)
    const isNext = run !== undefined && offset === run.through + 1n
    // A partition that has been another reader's meanwhile comes back with a gap.
    const start = run === undefined && this.#rereads ? fromTheStart : offset - 1n
    const before = isNext ? run.counted : start
    this.#runs.set(partition, { through: offset, counted: counts ? offset : before })
    return before
  }
}
