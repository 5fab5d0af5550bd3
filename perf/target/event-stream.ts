import { KnownFailure } from '../errors.ts'
import { target } from './contract.ts'

/** One message of the system's WebSocket. */
export type TargetEvent = Readonly<Record<string, unknown>> & { readonly type: string }

/**
 * The system's events from the moment it was opened. Events wait in a bounded buffer, because the one
 * that says "done" can overtake the answer that names the job.
 */
export interface EventStream extends Disposable {
  waitFor(matches: (event: TargetEvent) => boolean, timeoutMs: number): Promise<TargetEvent>
}

const bufferMost = 1_000
const openTimeoutMs = 5_000

interface Waiter {
  readonly matches: (event: TargetEvent) => boolean
  readonly resolve: (event: TargetEvent) => void
  readonly reject: (failure: Error) => void
}

export async function openEventStream(baseUrl: string, token: string): Promise<EventStream> {
  const query = new URLSearchParams({ access_token: token, tenant: target.tenant })
  const socket = new WebSocket(`${baseUrl.replace(/^http/, 'ws')}/api/v1/ws?${query.toString()}`)
  const buffered: TargetEvent[] = []
  const waiters = new Set<Waiter>()
  socket.addEventListener('message', (message) => {
    const event = JSON.parse(String(message.data)) as TargetEvent
    const waiter = [...waiters].find((candidate) => candidate.matches(event))
    if (waiter !== undefined) return waiter.resolve(event)
    buffered.push(event)
    if (buffered.length > bufferMost) buffered.shift()
  })
  socket.addEventListener('close', () => {
    const failure = new KnownFailure(
      'target',
      'the system closed its event stream, expected events',
    )
    for (const waiter of waiters) waiter.reject(failure)
  })
  await opened(socket)
  return {
    waitFor: (matches, timeoutMs) => waitFor(matches, timeoutMs, buffered, waiters),
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

async function waitFor(
  matches: (event: TargetEvent) => boolean,
  timeoutMs: number,
  buffered: TargetEvent[],
  waiters: Set<Waiter>,
): Promise<TargetEvent> {
  const already = buffered.findIndex(matches)
  const [event] = already === -1 ? [] : buffered.splice(already, 1)
  if (event !== undefined) return event
  const { promise, resolve, reject } = Promise.withResolvers<TargetEvent>()
  const waiter = { matches, resolve, reject }
  waiters.add(waiter)
  const late = () => reject(new KnownFailure('target', `no such event within ${timeoutMs} ms`))
  const timer = setTimeout(late, timeoutMs)
  return promise.finally(() => {
    clearTimeout(timer)
    waiters.delete(waiter)
  })
}
