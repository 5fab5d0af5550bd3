import { LazyAnswer } from './answer.ts'
import { seededRandom } from './random.ts'
import type { WireAnswer } from './connection.ts'
import type { Journey, JourneyStep, JourneyTally } from './journey.ts'
import type { WireEncoder } from './wire-request.ts'

/**
 * One passage through a journey: which step is next, and what an answer means for it. No I/O, no
 * clock.
 */
export type AnyJourney = Journey<unknown>

export interface AnswerCheck {
  /** Why the answer is not the expected one; the journey ends there. */
  readonly failure: string | undefined
  /** Kept even when the answer is a failure: the system has promised it. */
  readonly acknowledged: string | undefined
  /** The failure is a refusal that says when to come again. */
  readonly shed?: boolean
}

/** Enough to tell reasons apart, too little to carry a body. */
const reasonLength = 80

const expected = failed(undefined)

export class JourneyRun {
  readonly #journey: AnyJourney
  readonly #encoder: WireEncoder
  readonly #state: unknown
  /** What the journey counts as, where it says so. */
  readonly tally: JourneyTally | undefined
  #index = -1

  constructor(journey: AnyJourney, encoder: WireEncoder, seed: number, sequence: number) {
    this.#journey = journey
    this.#encoder = encoder
    this.#state = journey.start(seededRandom(seed, sequence), sequence, seed)
    this.tally = journey.tally?.(this.#state)
  }

  /** Index of the current step in the journey. */
  get step(): number {
    return this.#index
  }

  /** Pause between the current step's answer and whatever follows it. */
  get thinkMs(): number {
    return this.#current.thinkMs ?? 0
  }

  /** Moves to the next step that applies; false at the journey's end. */
  advance(): boolean {
    do this.#index += 1
    while (this.#journey.steps[this.#index]?.when?.(this.#state) === false)
    return this.#index < this.#journey.steps.length
  }

  request(): string {
    return this.#encoder.encode(this.#current, this.#state)
  }

  check(wire: WireAnswer): AnswerCheck {
    const step = this.#current
    if (!step.expectStatus.includes(wire.status)) {
      const failure = failed(`status ${wire.status}`)
      return isShed(wire) ? { ...failure, shed: true } : failure
    }
    if (step.receive === undefined && step.acknowledges === undefined) return expected
    try {
      const answer = new LazyAnswer(wire, step.parseBody === true)
      const failure =
        step.receive?.(this.#state, answer) === false ? 'unexpected answer' : undefined
      const acknowledged = step.acknowledges?.(this.#state, answer)
      return { failure, acknowledged }
    } catch (error) {
      return failed(`answer not readable: ${(error as Error).message.slice(0, reasonLength)}`)
    }
  }

  get #current(): JourneyStep<unknown> {
    return this.#journey.steps[this.#index] as JourneyStep<unknown>
  }
}

const refusals: ReadonlySet<number> = new Set([429, 503])

/** RFC 9110, 10.2.3 and 15.6.4; RFC 6585, 4. */
function isShed({ status, rawHeaders }: WireAnswer): boolean {
  if (!refusals.has(status)) return false
  return rawHeaders.some((text, index) => index % 2 === 0 && text.toLowerCase() === 'retry-after')
}

function failed(failure: string | undefined): AnswerCheck {
  return { failure, acknowledged: undefined }
}
