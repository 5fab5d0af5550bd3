import type { WireAnswer } from './connection.ts'
import type { JourneyAnswer } from './journey.ts'

/** An answer whose headers cost nothing until somebody reads them. */
export class LazyAnswer implements JourneyAnswer {
  readonly status: number
  readonly body: unknown
  readonly #rawHeaders: readonly string[]

  constructor(wire: WireAnswer, parseBody: boolean) {
    this.status = wire.status
    this.body = parseBody && wire.body !== '' ? JSON.parse(wire.body) : undefined
    this.#rawHeaders = wire.rawHeaders
  }

  /** By lower-case name; values of a repeated header are joined by ", ". */
  get headers(): Readonly<Record<string, string>> {
    const headers: Record<string, string> = {}
    for (let index = 0; index + 1 < this.#rawHeaders.length; index += 2) {
      const name = (this.#rawHeaders[index] ?? '').toLowerCase()
      const value = this.#rawHeaders[index + 1] ?? ''
      const earlier = headers[name]
      headers[name] = earlier === undefined ? value : `${earlier}, ${value}`
    }
    return headers
  }
}
