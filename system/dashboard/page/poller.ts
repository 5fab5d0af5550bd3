import { ask } from './api.ts'
import type { Session } from './session.ts'
import type { Source } from './source.ts'

const tickMs = 250
/** A browser has six connections to a server; the rest of the page wants some too. */
const mostAtOnce = 4

/**
 * Asks whatever source is due. A hidden page asks nothing, and catches up when it is looked at
 * again.
 */
export class Poller {
  readonly #sources: readonly Source<unknown>[]
  readonly #session: Session
  readonly #onDenied: (message: string) => void
  #asking = 0
  #stopped = false
  #timer: ReturnType<typeof setInterval> | undefined

  constructor(
    sources: readonly Source<unknown>[],
    session: Session,
    onDenied: (message: string) => void,
  ) {
    this.#sources = sources
    this.#session = session
    this.#onDenied = onDenied
  }

  start(): void {
    this.#timer = setInterval(() => {
      this.tick()
    }, tickMs)
    this.tick()
  }

  stop(): void {
    this.#stopped = true
    clearInterval(this.#timer)
  }

  tick(): void {
    if (document.hidden) {
      return
    }
    const nowMs = Date.now()
    // Who has waited longest goes first: a slow server must not starve the end of the list.
    const due = this.#sources.filter((source) => source.isDue(nowMs))
    const first = due.sort((one, other) => one.dueMs - other.dueMs)
    for (const source of first.slice(0, mostAtOnce - this.#asking)) {
      void this.#ask(source)
    }
  }

  async #ask(source: Source<unknown>): Promise<void> {
    this.#asking += 1
    const answer = await source.refresh(async (path) => ask(this.#session, path))
    this.#asking -= 1
    if (answer.kind === 'denied' && !this.#stopped) {
      this.#onDenied(answer.message)
    }
  }
}
