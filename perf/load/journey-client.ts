import { JourneyRun, type AnyJourney } from './journey-run.ts'
import { countsFromMs } from './timer.ts'
import type { Connection, ConnectionOwner, WireAnswer } from './connection.ts'
import type { Linked, LinkedQueue } from './linked-queue.ts'
import type { Recorder } from './recorder.ts'
import type { WireEncoder } from './wire-request.ts'

/** What all clients of a load run share. */
export interface ClientContext {
  readonly journey: AnyJourney
  readonly encoder: WireEncoder
  readonly seed: number
  readonly recorder: Recorder
  /** Clients that wait for an answer, oldest request first. */
  readonly waiting: LinkedQueue<JourneyClient>
  /** Clients whose connection is up and that have no journey. */
  readonly parked: LinkedQueue<JourneyClient>
  /** Journeys that have begun and not ended. */
  underWay: number
  /** Called after a client was parked. */
  onParked: () => void
  /**
   * How long a client pauses after a journey before it is parked, given the last step's own pause.
   */
  readonly restMs: (thinkMs: number) => number
}

type ClientState = 'down' | 'parked' | 'waiting' | 'thinking'

/**
 * One client: a connection and the journey it is on. The journey outlives a socket that drops
 * between two steps, as a person's visit does; a request that was on the wire then is lost, and the
 * journey with it, because what the system did with it is unknown.
 */
export class JourneyClient implements ConnectionOwner, Linked<JourneyClient> {
  previous: JourneyClient | undefined
  next: JourneyClient | undefined
  /** When the outstanding request began to wait; the order of the `waiting` queue. */
  waitingSinceMs = 0
  /** In the turn in which the client's pause is over: when that was to be. */
  thoughtUntilMs: number | undefined
  readonly #context: ClientContext
  readonly #connection: Connection
  #state: ClientState = 'down'
  #run: JourneyRun | undefined
  #intendedMs = 0
  /** What the journey's answered steps took so far. */
  #tookMs = 0
  /** A request that waits for its connection to come back. */
  #unsent: string | undefined
  #thinking: NodeJS.Timeout | undefined

  constructor(context: ClientContext, connection: Connection) {
    this.#context = context
    this.#connection = connection
  }

  /** Begins a journey whose first request was due at `intendedMs`; the client must be parked. */
  begin(sequence: number, intendedMs: number): void {
    const { journey, encoder, seed, parked, recorder } = this.#context
    parked.remove(this)
    this.#context.underWay += 1
    this.#run = new JourneyRun(journey, encoder, seed, sequence)
    this.#tookMs = 0
    if (this.#run.tally !== undefined) recorder.offeredAs(this.#run.tally)
    if (this.#run.advance()) this.#request(this.#run, intendedMs)
    else {
      recorder.completed(0)
      this.#endJourney()
      this.#pause(this.#context.restMs(0), performance.now(), () => this.#rest())
    }
  }

  connected(): void {
    if (this.#state === 'down') this.#park()
    else if (this.#unsent !== undefined) {
      this.#connection.send(this.#unsent)
      this.#unsent = undefined
    }
  }

  answered(answer: WireAnswer): void {
    const run = this.#run
    if (this.#state !== 'waiting' || run === undefined) return
    const { recorder, waiting } = this.#context
    const nowMs = performance.now()
    waiting.remove(this)
    recorder.answered(run.step, this.#intendedMs, nowMs)
    this.#tookMs += nowMs - this.#intendedMs
    const checked = run.check(answer)
    if (checked.acknowledged !== undefined) recorder.acknowledge(checked.acknowledged, run.tally)
    if (checked.failure !== undefined) recorder.failed(run.step, checked.failure)
    if (checked.shed === true) recorder.shed += 1
    this.#afterAnswer(run, checked.failure === undefined, nowMs)
  }

  dropped(): void {
    if (this.#state === 'parked') {
      this.#context.parked.remove(this)
      this.#state = 'down'
    } else if (this.#state === 'waiting' && this.#unsent === undefined && this.#run !== undefined) {
      const { recorder } = this.#context
      recorder.lostRequest(this.#run.step, this.#intendedMs, performance.now(), this.#tookMs)
      this.#forget()
    }
  }

  /** Gives up on the outstanding request. */
  timeOut(): void {
    if (this.#state !== 'waiting' || this.#run === undefined) return
    const { recorder } = this.#context
    recorder.timedOut(this.#run.step, this.#intendedMs, performance.now(), this.#tookMs)
    const wasSent = this.#unsent === undefined
    this.#forget()
    if (wasSent) this.#connection.abandon()
  }

  /** Ends whatever is under way without recording it. */
  stop(): void {
    clearTimeout(this.#thinking)
    this.#run = undefined
  }

  #afterAnswer(run: JourneyRun, good: boolean, nowMs: number): void {
    const stepThinkMs = run.thinkMs
    const more = good && run.advance()
    const thinkMs = more ? stepThinkMs : this.#context.restMs(stepThinkMs)
    if (good && !more) {
      this.#context.recorder.completed(this.#tookMs)
    }
    if (!more) this.#endJourney()
    this.#pause(thinkMs, nowMs, (countsMs) => (more ? this.#request(run, countsMs) : this.#rest()))
  }

  /** @param then is told from when on what it begins counts */
  #pause(thinkMs: number, nowMs: number, then: (countsMs: number) => void): void {
    if (thinkMs <= 0) {
      then(nowMs)
      return
    }
    this.#state = 'thinking'
    const dueMs = nowMs + thinkMs
    this.#thinking = setTimeout(() => {
      this.thoughtUntilMs = dueMs
      then(countsFromMs(dueMs, performance.now()))
      this.thoughtUntilMs = undefined
    }, thinkMs)
  }

  #request(run: JourneyRun, intendedMs: number): void {
    const text = run.request()
    this.#state = 'waiting'
    this.#intendedMs = intendedMs
    this.waitingSinceMs = performance.now()
    this.#context.waiting.push(this)
    if (this.#connection.up) this.#connection.send(text)
    else this.#unsent = text
  }

  #endJourney(): void {
    this.#run = undefined
    this.#context.underWay -= 1
  }

  #rest(): void {
    if (this.#connection.up) this.#park()
    else this.#state = 'down'
  }

  /** The journey is over because its answer will not come. */
  #forget(): void {
    this.#context.waiting.remove(this)
    this.#unsent = undefined
    this.#endJourney()
    this.#state = 'down'
  }

  #park(): void {
    this.#state = 'parked'
    this.#context.parked.push(this)
    this.#context.onParked()
  }
}
