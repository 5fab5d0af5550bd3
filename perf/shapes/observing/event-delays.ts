import { newHistogram } from '../../load/histogram.ts'
import {
  openPaymentsTopic,
  type PaymentsMessage,
  type PaymentsTopic,
} from '../../oracles/payments-topic.ts'
import type { EventFigures } from '../event-figures.ts'
import type { Rig } from '../rig.ts'
import { type BusinessClock, readBusinessClock } from './business-clock.ts'

/** Of whatever is paid from now on. */
export async function openEventDelays({
  address,
  system,
}: Pick<Rig, 'address' | 'system'>): Promise<EventDelays> {
  const clock = await readBusinessClock(system.client)
  return new EventDelays(await openPaymentsTopic(address, 'latest'), clock)
}

/**
 * How long it takes from when a payment is accepted until whoever reads the topic is told of it,
 * for every payment of a load: when it was accepted stands in the message, by the system's clock,
 * and when the message comes is seen here. What delays this process counts against the system.
 */
export class EventDelays implements AsyncDisposable {
  readonly #topic: PaymentsTopic
  readonly #clock: BusinessClock
  readonly #histogram = newHistogram()
  readonly #reading: Promise<void>

  /** Reads until `figures` or its disposal; the topic is its own from now on. */
  constructor(topic: PaymentsTopic, clock: BusinessClock) {
    this.#topic = topic
    this.#clock = clock
    this.#reading = this.#read()
    // Told by `figures`: nobody may be waiting for it yet.
    this.#reading.catch(() => undefined)
  }

  /** Reads no further. Null where nothing came. @throws what kept the topic from being read */
  async figures(): Promise<EventFigures | null> {
    await this.#topic.end()
    await this.#reading
    const { totalCount, maxValue } = this.#histogram
    if (totalCount === 0) return null
    const ms = (percentile: number) => this.#histogram.getValueAtPercentile(percentile) / usPerMs
    return { payments: totalCount, p50: ms(50), p95: ms(95), p99: ms(99), max: maxValue / usPerMs }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#topic[Symbol.asyncDispose]()
  }

  async #read(): Promise<void> {
    for await (const message of this.#topic.messages) this.#hear(message)
  }

  #hear({ at, events }: PaymentsMessage): void {
    // The two clocks are known to each other to a millisecond or so: nothing comes before it is
    // sent.
    const delayMs = Math.max(0, this.#clock.nowMs() - Date.parse(at))
    this.#histogram.recordValueWithCount(Math.round(delayMs * usPerMs), events.length)
  }
}

const usPerMs = 1_000
