import { KnownFailure } from '../errors.ts'
import { target } from './contract.ts'

/** One message of the system's WebSocket. */
export type TargetEvent = Readonly<Record<string, unknown>> & { readonly type: string }

/**
 * The system's events from the moment it was opened. Events wait in a bounded buffer, because the
 * one that says "done" can overtake the answer that names the job.
 */
export interface EventStream extends Disposable {
  /** Rejects with a KnownFailure when none comes in time, or the stream has ended. */
  waitFor(matches: (event: TargetEvent) => boolean, timeoutMs: number): Promise<TargetEvent>
}

const bufferMost = 1_000
const openTimeoutMs = 5_000

export async function openEventStream(baseUrl: string, token: string): Promise<EventStream> {
  const query = new URLSearchParams({ access_token: token, tenant: target.tenant })
  const url = `${baseUrl.replace(/^http/, 'ws')}${target.eventsPath}?${query.toString()}`
  const socket = new WebSocket(url)
  const inbox = new Inbox()
  socket.addEventListener('message', ({ data }) => inbox.receive(String(data)))
  socket.addEventListener('close', () => inbox.end('closed its event stream, expected events'))
  try {
    await opened(socket)
  } catch (failure) {
    socket.close()
    throw failure
  }
  return {
    waitFor: (matches, timeoutMs) => inbox.waitFor(matches, timeoutMs),
    [Symbol.dispose]: () => socket.close(),
  }
}

async function opened(socket: WebSocket): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const refuse = () => reject(new KnownFailure('target', 'the system refused its event stream'))
  const timer = setTimeout(refuse, openTimeoutMs)
  socket.addEventListener('open', () => resolve(), { once: true })
  socket.addEventListener('error', refuse, { once: true })
  await promise.finally(() => clearTimeout(timer))
}

interface Waiter {
  readonly matches: (event: TargetEvent) => boolean
  readonly resolve: (event: TargetEvent) => void
  readonly reject: (failure: Error) => void
}

class Inbox {
  readonly #buffered: TargetEvent[] = []
  readonly #waiters = new Set<Waiter>()
  #ended: KnownFailure | undefined

  receive(text: string): void {
    const event = parseEvent(text)
    if (event === undefined) return this.end(`sent ${text.slice(0, 80)}, expected an event in JSON`)
    const waiter = [...this.#waiters].find((candidate) => candidate.matches(event))
    if (waiter === undefined) {
      this.#buffered.push(event)
      if (this.#buffered.length > bufferMost) this.#buffered.shift()
    } else {
      this.#waiters.delete(waiter)
      waiter.resolve(event)
    }
  }

  /** Nothing more will come: who waits, now or later, is told at once. */
  end(how: string): void {
    this.#ended ??= new KnownFailure('target', `the system ${how}`)
    for (const waiter of this.#waiters) waiter.reject(this.#ended)
  }

  async waitFor(matches: Waiter['matches'], timeoutMs: number): Promise<TargetEvent> {
    const already = this.#buffered.findIndex(matches)
    const [event] = already === -1 ? [] : this.#buffered.splice(already, 1)
    if (event !== undefined) return event
    if (this.#ended !== undefined) throw this.#ended
    const { promise, resolve, reject } = Promise.withResolvers<TargetEvent>()
    const waiter = { matches, resolve, reject }
    this.#waiters.add(waiter)
    const late = () => reject(new KnownFailure('target', `no such event within ${timeoutMs} ms`))
    const timer = setTimeout(late, timeoutMs)
    return promise.finally(() => {
      clearTimeout(timer)
      this.#waiters.delete(waiter)
    })
  }
}

function parseEvent(text: string): TargetEvent | undefined {
  try {
    return JSON.parse(text) as TargetEvent
  } catch {
    return undefined
  }
}
