import type { JourneyStep } from './journey.ts'

/**
 * One request as it goes over the wire. Written here rather than by autocannon's builder, which
 * copies every option for each request: at 3,000/s the generator shares its two cores with what it
 * measures.
 */
type Headers = Readonly<Record<string, string>>

export class WireEncoder {
  readonly #host: string
  readonly #prefix: string
  readonly #shared: Headers
  readonly #sharedLines: string
  readonly #sharedNames: ReadonlySet<string>

  constructor(baseUrl: string, headers: Headers) {
    const url = new URL(baseUrl)
    this.#host = url.host
    this.#prefix = url.pathname.replace(/\/$/, '')
    this.#shared = headers
    this.#sharedLines = lines(headers)
    this.#sharedNames = new Set(Object.keys(headers).map((name) => name.toLowerCase()))
  }

  encode<State>(step: JourneyStep<State>, state: State): string {
    const path = checked(step.path(state), notInPath, 'path')
    const own = step.headers?.(state)
    const head =
      `${step.method} ${this.#prefix}${path} HTTP/1.1\r\nHost: ${this.#host}\r\n` +
      `Connection: keep-alive\r\n${this.#headerLines(own)}`
    if (step.body === undefined) return `${head}\r\n`
    const body = JSON.stringify(step.body(state))
    const length = Buffer.byteLength(body)
    return `${head}Content-Type: application/json\r\nContent-Length: ${length}\r\n\r\n${body}`
  }

  /**
   * What every request carries and what the step adds; the step's own value replaces a shared one.
   */
  #headerLines(own: Headers | undefined): string {
    if (own === undefined) return this.#sharedLines
    const ownNames = Object.keys(own).map((name) => name.toLowerCase())
    if (!ownNames.some((name) => this.#sharedNames.has(name))) return this.#sharedLines + lines(own)
    const kept = Object.entries(this.#shared).filter(
      ([name]) => !ownNames.includes(name.toLowerCase()),
    )
    return lines(Object.fromEntries(kept)) + lines(own)
  }
}

const notInPath = /\s/
const notInHeader = /[\r\n]/

function lines(headers: Headers): string {
  let text = ''
  for (const name in headers) {
    text += `${name}: ${checked(headers[name] ?? '', notInHeader, name)}\r\n`
  }
  return text
}

function checked(value: string, forbidden: RegExp, what: string): string {
  if (!forbidden.test(value)) return value
  throw new TypeError(`${what} is ${JSON.stringify(value)}, expected no ${String(forbidden)} in it`)
}
