const intervalMs = 5
const piecesPerBeat = 6
const piece = JSON.stringify({
  items: Array.from({ length: 20 }, (_, index) => ({
    id: `payment-${index}`,
    amountMinor: index * 1_000,
    currency: 'USD',
    reference: `invoice ${index}`,
  })),
})

/**
 * A small fixed piece of work, done again and again beside what is measured, in a process that has nothing
 * else to do then. What it costs tells how fast the machine was at that very time. It reads and writes JSON,
 * in native code, because that suffers from what the system suffers from: caches that others have filled.
 */
export class Metronome {
  #beats = 0
  #cpuUs = 0

  async during<T>(work: () => Promise<T>): Promise<T> {
    const timer = setInterval(() => this.#beat(), intervalMs)
    try {
      return await work()
    } finally {
      clearInterval(timer)
    }
  }

  /** Mean over all beats so far; undefined before the first. */
  get cpuUsPerBeat(): number | undefined {
    return this.#beats === 0 ? undefined : this.#cpuUs / this.#beats
  }

  #beat(): void {
    // Not the thread's: the kernel brings that up to date at its ticks only, 50 beats apart.
    const before = process.cpuUsage()
    for (let index = 0; index < piecesPerBeat; index += 1) JSON.stringify(JSON.parse(piece))
    const { user, system } = process.cpuUsage(before)
    this.#cpuUs += user + system
    this.#beats += 1
  }
}
