import { endSession, openSession } from './api.ts'
import type { Session } from './session.ts'

const pauseMs = 5_000

/** Tries again to change the user's token for a session of the server's, until there is one. */
export class SessionAttempts {
  readonly #bearer: Session
  readonly #onSession: (session: Session) => void
  #timer: ReturnType<typeof setInterval> | undefined
  #trying = false
  #stopped = false

  constructor(bearer: Session, onSession: (session: Session) => void) {
    this.#bearer = bearer
    this.#onSession = onSession
  }

  start(): void {
    this.#timer = setInterval(() => {
      this.retryNow()
    }, pauseMs)
  }

  retryNow(): void {
    if (!this.#trying && !this.#stopped) {
      void this.#try()
    }
  }

  stop(): void {
    this.#stopped = true
    clearInterval(this.#timer)
  }

  async #try(): Promise<void> {
    this.#trying = true
    const session = await openSession(this.#bearer)
    this.#trying = false
    if (session.kind !== 'session') {
      return
    }
    if (this.#stopped) {
      await endSession(session)
    } else {
      this.#onSession(session)
    }
  }
}
