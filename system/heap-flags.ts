const growsTo = (percent: number): string => `--heap-growing-percent=${percent}`

/**
 * How far the old generation grows beyond what lives in it, before it is collected as a whole; the
 * larger is the most that V8 takes by itself, four times of what lives. Changed while the process
 * runs it holds from the next such collection on.
 */
export const heapGrowth = { quiet: growsTo(50), busy: growsTo(300) } as const

/**
 * Left to V8, the old generation grows until 50 MB that live take 300 MB within a minute of 3,000
 * payments/s. The young generation must outlast a payment on its way: with half of V8's own limit a
 * payment is copied twice and grows old before its answer, and collecting takes a quarter of the
 * CPU at 9,000/s in place of a twentieth; it is 24 MB and not more for the memory. Of V8's four
 * helpers, which collect and compile beside the main thread, one is left: on the two cores that it
 * shares with Postgres and Kafka the others only take its turns. docs/benchmarks-payments.md has
 * what these come to.
 */
export const heapFlags: readonly string[] = [
  '--max-semi-space-size=24',
  heapGrowth.quiet,
  '--v8-pool-size=1',
]
