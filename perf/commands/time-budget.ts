import type { UntimedEvent } from '../measuring/measure-scenario.ts'

/**
 * A later look is left out when it would end after the profile's time is over. That depends on the
 * clock and not on what was measured, so it gives no second chance to anything: the look's share of
 * the error rate is simply not spent.
 */
export interface NextLook {
  /** Since the measurement's beginning, services and builds included. */
  readonly elapsedMs: number
  readonly generationMs: number
  /** Generations that are measured, and that the next look asks for. */
  readonly from: number
  readonly to: number
  readonly budgetMinutes: number
}

/**
 * What a look takes besides its generations: each scenario's test process starts, connects and
 * hands over, then the run is judged and reported: some ten seconds
 * (`npm run perf -- --profile pr --scenario payments`, each look's time less that of its
 * generations).
 */
const besidesGenerationsMs = 10_000

/** Why the next look is left out, as a sentence; undefined when there is time for it. */
export function timeIsOver(next: NextLook): string | undefined {
  const { elapsedMs, generationMs, from, to, budgetMinutes } = next
  const minutes = (elapsedMs + generationMs * (to - from) + besidesGenerationsMs) / 60_000
  if (minutes <= budgetMinutes) return undefined
  return `not decided after ${from} generations, and ${to} would have taken ${minutes.toFixed(1)} min, expected at most ${budgetMinutes}: --profile thorough takes its time`
}

/** How long a generation takes, by what the run tells of its progress. */
export class Pace {
  readonly #now: () => number
  readonly #startedMs = new Map<string, number>()
  readonly #taken = new Map<string, { totalMs: number; generations: number }>()

  /** @param now in ms, of a clock that never goes back */
  constructor(now: () => number) {
    this.#now = now
  }

  see(event: UntimedEvent): void {
    if (event.kind === 'generation-started') this.#startedMs.set(event.scenario, this.#now())
    if (event.kind !== 'generation-finished') return
    const started = this.#startedMs.get(event.scenario)
    if (started === undefined) return
    this.#startedMs.delete(event.scenario)
    const { totalMs, generations } = this.#taken.get(event.scenario) ?? noneTaken
    const taken = { totalMs: totalMs + this.#now() - started, generations: generations + 1 }
    this.#taken.set(event.scenario, taken)
  }

  /** One of each scenario that was seen; 0 before the first. */
  get generationMs(): number {
    return [...this.#taken.values()].reduce(
      (sum, { totalMs, generations }) => sum + totalMs / generations,
      0,
    )
  }
}

const noneTaken = { totalMs: 0, generations: 0 }
