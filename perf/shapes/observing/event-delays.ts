import { newHistogram, percentileMs } from '../../load/histogram.ts'
import { paymentsRecorded } from '../../oracles/counts.ts'
import {
  openPaymentsTopic,
  type PaymentEvent,
  type PaymentsMessage,
  type PaymentsTopic,
} from '../../oracles/payments-topic.ts'
import { Silence } from '../../oracles/silence.ts'
import { expectStatus } from '../../target/client.ts'
import { target } from '../../target/contract.ts'
import type { EventFigures } from '../event-figures.ts'
import type { Rig } from '../rig.ts'
import { type BusinessClock, readBusinessClock } from './business-clock.ts'

/** How long the topic may be silent before what was not seen yet is taken for unseen. */
export const silenceMs = 2_000
/** From when the system is done; a topic that never falls silent keeps nobody longer. */
const catchUpMostMs = 60_000

/** Of whatever is paid from now on. */
export async function openEventDelays({
  address,
  system,
}: Pick<Rig, 'address' | 'system'>): Promise<EventDelays> {
  const clock = await readBusinessClock(system.client)
  const recorded = async () => {
    const answer = await system.client.get(target.healthPath.metrics)
    return paymentsRecorded(String(expectStatus('metrics', answer, 200)))
  }
  const before = await recorded()
  const topic = await openPaymentsTopic(address, 'latest')
  return new EventDelays(topic, clock, async () => (await recorded()) - before)
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
  readonly #accepted: () => Promise<number>
  readonly #reading: Promise<void>
  #acceptedSeen = 0
  #heard = () => {}

  /**
   * Reads until `figures` or its disposal; the topic is its own from now on.
   *
   * @param accepted how many payments the system has taken since the topic was opened
   */
  constructor(topic: PaymentsTopic, clock: BusinessClock, accepted: () => Promise<number>) {
    this.#topic = topic
    this.#clock = clock
    this.#accepted = accepted
    this.#reading = this.#read()
    // Told by `figures`: nobody may be waiting for it yet.
    this.#reading.catch(() => undefined)
  }

  /**
   * Of a load that the system is done with: reads what waits in the topic, and no further. Null
   * where nothing came.
   *
   * @throws what kept the topic from being read
   */
  async figures(): Promise<EventFigures | null> {
    const accepted = await this.#accepted()
    await this.#catchUp(accepted)
    await this.#topic.end()
    await this.#reading
    const { totalCount, maxValue } = this.#histogram
    if (totalCount === 0) return null
    const ms = (percentile: number) => percentileMs(this.#histogram, percentile)
    return {
      payments: totalCount,
      unseen: Math.max(0, accepted - this.#acceptedSeen),
      p50: ms(50),
      p95: ms(95),
      p99: ms(99),
      max: maxValue / usPerMs,
    }
  }

  /** The last to come are the slowest: without them a reader that lags would look best. */
  async #catchUp(accepted: number): Promise<void> {
    const done = Promise.withResolvers<void>()
    await using silence = new Silence(silenceMs, async () => done.resolve())
    const limit = setTimeout(done.resolve, catchUpMostMs)
    this.#heard = () => {
      if (this.#acceptedSeen >= accepted) done.resolve()
      else silence.listen()
    }
    this.#heard()
    try {
      await Promise.race([done.promise, this.#reading])
    } finally {
      this.#heard = () => {}
      clearTimeout(limit)
    }
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
    this.#acceptedSeen += events.filter(isAcceptance).length
    this.#heard()
  }
}

const usPerMs = 1_000

/**
 * The first event of a payment that was taken; one that was held has two. Transfers between the
 * gateway's own accounts are told of, and counted by the system, as payments are.
 */
const isAcceptance = ({ status, heldAs }: PaymentEvent): boolean =>
  status !== 'rejected' && heldAs === undefined
