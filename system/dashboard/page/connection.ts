import { connectionOf } from '../model/connection.ts'
import type { Announcements } from './announcements.ts'
import { businessTimeOf } from './business-time.ts'
import { byId, setText } from './dom.ts'
import type { StreamState } from './stream.ts'
import type { Source } from './source.ts'

/** The mark in the header. Changes are announced, the countdown is not. */
export class ConnectionMark {
  readonly #heartbeat: Source<unknown>
  #stream: StreamState = { kind: 'connecting' }
  readonly #announcements: Announcements
  #announced = ''

  /** @param heartbeat the source whose answers show that the server is there at all */
  constructor(heartbeat: Source<unknown>, announcements: Announcements) {
    this.#heartbeat = heartbeat
    this.#announcements = announcements
  }

  set(state: StreamState): void {
    this.#stream = state
    this.draw()
  }

  draw(): void {
    const nowMs = Date.now()
    const { atMs } = this.#heartbeat.reading
    const { state, text, announcement } = connectionOf({
      stream: this.#stream,
      freshness: this.#heartbeat.freshness(nowMs),
      dataAtMs: atMs === 0 ? undefined : (businessTimeOf(atMs) ?? atMs),
      nowMs,
    })
    byId('connection').dataset['state'] = state
    setText(byId('connection-text'), text)
    byId('retry').hidden = state !== 'lost' && state !== 'polling'
    if (announcement !== this.#announced) {
      this.#announced = announcement
      this.#announcements.sayNow(announcement)
    }
  }
}
