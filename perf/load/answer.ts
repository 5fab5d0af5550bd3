import type { WireAnswer } from './connection.ts'
import type { JourneyAnswer } from './journey.ts'

/** An answer whose headers cost nothing until somebody reads them. */
export class LazyAnswer implements JourneyAnswer {
  readonly status: number
  readonly body: unknown
  readonly #wire: WireAnswer

  constructor(wire: WireAnswer, parseBody: boolean) {
    this.status = wire.status
    this.body = parseBody && wire.body !== '' ? JSON.parse(wire.body) : undefined
    this.#wire = wire // its headers are made when they are asked for
  }

  /** By lower-case name; values of a repeated header are joined by ", ". */
  get headers(): Readonly<Record<string, string>> {
    const { rawHeaders } = this.#wire
    const headers: Record<string, string> = {}
    for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
      const name = (rawHeaders[index] ?? '').toLowerCase()
      const value = rawHeaders[index + 1] ?? ''
      const earlier = headers[name]
      headers[name] = earlier === undefined ? value : `${earlier}, ${value}`
    }
    return headers
  }
}
