import { expectStatus, type TargetClient } from '../../target/client.ts'

/** What time it is to the system, ms since the epoch: it may have begun on another day. */
export interface BusinessClock {
  nowMs(): number
}

const banksPath = '/api/v1/banks'
/** The fastest of them tells the time best. */
const readings = 10

/** One look at the system's clock, between two at ours. */
export interface ClockReading {
  readonly beforeMs: number
  readonly afterMs: number
  readonly toldMs: number
}

export async function readBusinessClock(
  client: Pick<TargetClient, 'get'>,
  realNowMs: () => number = Date.now,
): Promise<BusinessClock> {
  const read: ClockReading[] = []
  while (read.length < readings) {
    const beforeMs = realNowMs()
    const { at } = expectStatus('banks', await client.get(banksPath), 200) as { at: string }
    read.push({ beforeMs, afterMs: realNowMs(), toldMs: Date.parse(at) })
  }
  const aheadMs = clockAheadMs(read)
  return { nowMs: () => realNowMs() + aheadMs }
}

/**
 * How much later it is to the system. It was told within the exchange: the shortest one leaves the
 * least doubt, half its length. Source: D. Mills, RFC 5905 (NTP), section 10, clock filter.
 */
export function clockAheadMs(read: readonly ClockReading[]): number {
  const [best] = read.toSorted((a, b) => a.afterMs - a.beforeMs - (b.afterMs - b.beforeMs))
  if (best === undefined) throw new Error('the system’s clock was never read, expected readings')
  return best.toldMs - (best.beforeMs + best.afterMs) / 2
}
