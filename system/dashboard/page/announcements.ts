import { formatTime } from '../model/format.ts'
import { setText } from './dom.ts'

/** Who listens to a page cannot skim it: the same kind of news is told once in this time. */
const quietMs = 20_000

/** The only live region of the page. Figures that move are never read out by themselves. */
export class Announcements {
  readonly #element: Element
  readonly #saidAtMs = new Map<string, number>()

  constructor(element: Element) {
    this.#element = element
  }

  /** News, unless the same was told a moment ago. */
  say(text: string): void {
    const nowMs = Date.now()
    if (nowMs - (this.#saidAtMs.get(text) ?? 0) >= quietMs) {
      this.#saidAtMs.set(text, nowMs)
      // With its time, or a reader would take it for what was read out before.
      this.sayNow(`${text}, ${formatTime(nowMs)}`)
    }
  }

  /** A change of state. */
  sayNow(text: string): void {
    setText(this.#element, text)
  }
}
