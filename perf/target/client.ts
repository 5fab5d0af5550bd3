import { KnownFailure } from '../errors.ts'
import { type Audience, openAudience } from './audience.ts'
import { targetHeaders } from './contract.ts'
import { type EventStream, openEventStream } from './event-stream.ts'

/** One answer of the system's API. */
export interface TargetAnswer {
  readonly status: number
  readonly body: unknown
}

/** Calls to one running system, for what is not load: batches, readings, verification. */
export interface TargetClient extends AsyncDisposable {
  readonly baseUrl: string
  get(path: string): Promise<TargetAnswer>
  post(
    path: string,
    body: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<TargetAnswer>
  /** The WebSocket's events; opened at the first call and kept until the client is disposed. */
  events(): Promise<EventStream>
  /** Listeners of the WebSocket; opened at the first call and kept until the client is disposed. */
  audience(size: number): Promise<Audience>
}

const requestTimeoutMs = 30_000

export function targetClient(baseUrl: string, token: string): TargetClient {
  const call = async (method: string, path: string, init: RequestInit): Promise<TargetAnswer> => {
    const url = `${baseUrl}${path}`
    try {
      const answer = await fetch(url, {
        ...init,
        method,
        headers: { ...targetHeaders(token), ...(init.headers as Record<string, string>) },
        signal: AbortSignal.timeout(requestTimeoutMs),
      })
      const text = await answer.text()
      return { status: answer.status, body: parseBody(answer.headers.get('content-type'), text) }
    } catch (cause) {
      throw new KnownFailure('target', `${method} ${path} got no answer from the system`, { cause })
    }
  }
  let events: Promise<EventStream> | undefined
  let audience: Promise<Audience> | undefined
  return {
    baseUrl,
    events: () => (events ??= openEventStream(baseUrl, token)),
    audience: (size) => (audience ??= openAudience(baseUrl, token, size)),
    async [Symbol.asyncDispose]() {
      const listeners = await audience?.catch(() => undefined)
      listeners?.[Symbol.dispose]()
      const opened = await events?.catch(() => undefined)
      opened?.[Symbol.dispose]()
    },
    get: (path) => call('GET', path, {}),
    post: (path, body, headers) =>
      call('POST', path, {
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json', ...headers },
      }),
  }
}

function parseBody(contentType: string | null, text: string): unknown {
  return contentType?.includes('json') ? JSON.parse(text) : text
}

/** The answer's body when its status is the expected one; else a failure that quotes it. */
export function expectStatus(what: string, answer: TargetAnswer, expected: number): unknown {
  if (answer.status === expected) return answer.body
  const said = JSON.stringify(answer.body).slice(0, 300)
  throw new KnownFailure(
    'target',
    `${what}: expected status ${expected}, got ${answer.status}: ${said}`,
  )
}
