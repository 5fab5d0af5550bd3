import { encodeHistogram, newHistogram, recordMs, type LatencyHistogram } from './histogram.ts'
import type { AcknowledgedLog } from './acknowledged-log.ts'
import { Tallies } from './tallies.ts'
import type { JourneyTally } from './journey.ts'
import type { Latencies, LoadCounts } from './load.ts'

/** Distinct reasons that are told apart: an error page may differ with every answer. */
const mostReasons = 50

/**
 * Everything a load run counts. A timeout and a lost request enter the histograms of their step and
 * of journeys at the time that was waited: leaving them out would make a system that never answers
 * look fast.
 */
export class Recorder {
  journeysOffered = 0
  journeysCompleted = 0
  requestsCompleted = 0
  timeouts = 0
  lost = 0
  shed = 0
  acknowledged = 0
  /** When the last answer came or was given up. */
  lastMs = 0
  readonly failures: Record<string, number> = {}
  readonly #names: readonly string[]
  readonly #histograms: readonly LatencyHistogram[]
  readonly #journeys = newHistogram()
  /** The journeys that ended since `takeJourneys`; none where nobody asks for intervals. */
  #recent: LatencyHistogram | undefined
  readonly #tallies = new Tallies()
  readonly #log: AcknowledgedLog | undefined

  constructor(stepNames: readonly string[], log: AcknowledgedLog | undefined) {
    this.#names = stepNames
    this.#histograms = stepNames.map(() => newHistogram())
    this.#log = log
  }

  answered(step: number, intendedMs: number, nowMs: number): void {
    this.requestsCompleted += 1
    this.#record(step, intendedMs, nowMs)
  }

  /** @param earlierMs what the journey's steps before this one took */
  timedOut(step: number, intendedMs: number, nowMs: number, earlierMs: number): void {
    this.timeouts += 1
    this.#record(step, intendedMs, nowMs)
    this.#recordJourney(earlierMs + nowMs - intendedMs)
  }

  /** @param earlierMs as in `timedOut` */
  lostRequest(step: number, intendedMs: number, nowMs: number, earlierMs: number): void {
    this.lost += 1
    this.#record(step, intendedMs, nowMs)
    this.#recordJourney(earlierMs + nowMs - intendedMs)
  }

  /** @param tookMs all steps of the journey together, think time left out */
  completed(tookMs: number): void {
    this.journeysCompleted += 1
    this.#recordJourney(tookMs)
  }

  failed(step: number, reason: string): void {
    const named = `${this.#names[step]}: ${reason}`
    const room = named in this.failures || Object.keys(this.failures).length < mostReasons
    const key = room ? named : `${this.#names[step]}: other reasons`
    this.failures[key] = (this.failures[key] ?? 0) + 1
  }

  acknowledge(id: string, tally?: JourneyTally): void {
    this.acknowledged += 1
    this.#log?.append(id)
    if (tally !== undefined) this.#tallies.acknowledged(tally)
  }

  offeredAs(tally: JourneyTally): void {
    this.#tallies.offered(tally)
  }

  /** @param failedAttempts connections that were refused, which the recorder does not see */
  counts(failedAttempts: number): LoadCounts {
    return {
      journeysOffered: this.journeysOffered,
      journeysCompleted: this.journeysCompleted,
      requestsCompleted: this.requestsCompleted,
      failures: { ...this.failures },
      shed: this.shed,
      timeouts: this.timeouts,
      connectionErrors: this.lost + failedAttempts,
      acknowledged: this.acknowledged,
      labels: this.#tallies.labels(),
      volumesMinor: this.#tallies.volumesMinor(),
    }
  }

  steps(): Record<string, Latencies> {
    const entries = this.#histograms.map((histogram, step) => [
      this.#names[step],
      latenciesIn(histogram),
    ])
    return Object.fromEntries(entries)
  }

  journeys(): Latencies {
    return latenciesIn(this.#journeys)
  }

  /** Journeys that ended since the last call, which begins anew; from the first call on. */
  takeJourneys(): Latencies {
    const recent = (this.#recent ??= newHistogram())
    const taken = latenciesIn(recent)
    recent.reset()
    return taken
  }

  #recordJourney(ms: number): void {
    recordMs(this.#journeys, ms)
    if (this.#recent !== undefined) recordMs(this.#recent, ms)
  }

  #record(step: number, intendedMs: number, nowMs: number): void {
    this.lastMs = nowMs
    recordMs(this.#histograms[step] as LatencyHistogram, nowMs - intendedMs)
  }
}

function latenciesIn(histogram: LatencyHistogram): Latencies {
  return { count: histogram.totalCount, histogram: encodeHistogram(histogram) }
}
