import type { GeneratorMeter } from './generator-meter.ts'
import type { LinkedQueue } from './linked-queue.ts'
import type { LoadRequest } from './load.ts'
import type { Recorder } from './recorder.ts'
import type { JourneyClient } from './journey-client.ts'

/**
 * What decides when a journey begins. `offer` is called whenever something may have changed: a
 * client was parked, or a timer fired.
 */
export interface Arrivals {
  /** Begins what can begin now. */
  offer(nowMs: number): void
  /** True when no journey will begin any more. */
  readonly over: boolean
  /** Journeys that are due and wait for a connection. */
  readonly queued: number
  /**
   * How long until `offer` has work of its own accord; infinite when only a parked client matters.
   */
  nextInMs(nowMs: number): number
  /** Gives up on arrivals that have waited for a connection for as long as a request may wait. */
  expire(nowMs: number, limitMs: number): void
}

export interface ArrivalContext {
  readonly request: LoadRequest
  readonly startMs: number
  readonly parked: LinkedQueue<JourneyClient>
  readonly recorder: Recorder
  readonly meter: GeneratorMeter
}
