import type { JourneyStep } from './journey.ts'

/**
 * One request as it goes over the wire. Written here rather than by autocannon's builder, which copies
 * every option for each request: at 3,000/s the generator shares its two cores with what it measures.
 */
export class WireEncoder {
  readonly #shared: string
  readonly #prefix: string

  constructor(baseUrl: string, headers: Readonly<Record<string, string>>) {
    const url = new URL(baseUrl)
    this.#prefix = url.pathname.replace(/\/$/, '')
    this.#shared = ` HTTP/1.1\r\nHost: ${url.host}\r\nConnection: keep-alive\r\n${lines(headers)}`
  }

  encode<State>(step: JourneyStep<State>, state: State): string {
    const path = checked(step.path(state), notInPath, 'path')
    const start = `${step.method} ${this.#prefix}${path}${this.#shared}`
    const own = step.headers === undefined ? '' : lines(step.headers(state))
    if (step.body === undefined) return `${start}${own}\r\n`
    const body = JSON.stringify(step.body(state))
    const length = Buffer.byteLength(body)
    return `${start}${own}Content-Type: application/json\r\nContent-Length: ${length}\r\n\r\n${body}`
  }
}

const notInPath = /[\s]/
const notInHeader = /[\r\n]/

function lines(headers: Readonly<Record<string, string>>): string {
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
