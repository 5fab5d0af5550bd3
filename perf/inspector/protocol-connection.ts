import { setTimeout as sleep } from 'node:timers/promises'
import { KnownFailure } from '../errors.ts'

/** Where `--inspect=HOST:PORT` lets a Node process listen. */
export interface InspectorAddress {
  readonly host: string
  readonly port: number
}

/**
 * One WebSocket to a process's inspector: calls of the Chrome DevTools protocol and their answers.
 * Events are not listened to; nothing here needs one.
 */
export interface ProtocolConnection extends AsyncDisposable {
  /** Fails when the process refuses the method, ends, or does not answer within a minute. */
  call(method: string, params?: object): Promise<unknown>
}

const limits = {
  findTimeoutMs: 10_000,
  findPollMs: 20,
  openTimeoutMs: 5_000,
  answerTimeoutMs: 60_000,
  closeTimeoutMs: 2_000,
}

interface Pending {
  readonly method: string
  readonly resolve: (result: unknown) => void
  readonly reject: (failure: KnownFailure) => void
}

interface Answer {
  readonly id?: number
  readonly result?: unknown
  readonly error?: { readonly message: string }
}

export async function connectProtocol(address: InspectorAddress): Promise<ProtocolConnection> {
  const where = `the inspector on ${address.host}:${address.port}`
  const socket = new WebSocket(await findTarget(address, where))
  const pending = new Map<number, Pending>()
  const closed = Promise.withResolvers<void>()
  socket.addEventListener('message', ({ data }) => settle(pending, where, String(data)))
  socket.addEventListener('close', () => {
    closed.resolve()
    for (const { method, reject } of pending.values()) {
      reject(new KnownFailure('target', `${where} hung up, expected an answer to ${method}`))
    }
    pending.clear()
  })
  await opened(socket, where)
  let calls = 0
  return {
    async call(method, params = {}) {
      if (socket.readyState !== WebSocket.OPEN) {
        throw new KnownFailure('target', `${where} has hung up, expected it to take ${method}`)
      }
      calls += 1
      const id = calls
      const { promise, resolve, reject } = Promise.withResolvers<unknown>()
      pending.set(id, { method, resolve, reject })
      const late = new KnownFailure(
        'target',
        `${where} has not answered ${method} after ${limits.answerTimeoutMs} ms`,
      )
      const timer = setTimeout(() => reject(late), limits.answerTimeoutMs)
      socket.send(JSON.stringify({ id, method, params }))
      return promise.finally(() => {
        clearTimeout(timer)
        pending.delete(id)
      })
    },
    async [Symbol.asyncDispose]() {
      socket.close()
      await Promise.race([closed.promise, sleep(limits.closeTimeoutMs, undefined, { ref: false })])
    },
  }
}

function settle(pending: ReadonlyMap<number, Pending>, where: string, text: string): void {
  const answer = JSON.parse(text) as Answer
  const waiting = answer.id === undefined ? undefined : pending.get(answer.id)
  if (answer.error === undefined) waiting?.resolve(answer.result)
  else waiting?.reject(new KnownFailure('target', `${where} refused: ${answer.error.message}`))
}

/**
 * A process that becomes itself again by execve has no inspector for a moment, and then another.
 */
async function findTarget({ host, port }: InspectorAddress, where: string): Promise<string> {
  const deadline = performance.now() + limits.findTimeoutMs
  let last = 'nothing'
  while (performance.now() < deadline) {
    try {
      const answer = await fetch(`http://${host}:${port}/json/list`, {
        signal: AbortSignal.timeout(limits.openTimeoutMs),
      })
      const targets = (await answer.json()) as readonly { webSocketDebuggerUrl?: string }[]
      const url = targets[0]?.webSocketDebuggerUrl
      if (url !== undefined) return url
      last = JSON.stringify(targets)
    } catch (failure) {
      last = failure instanceof Error ? failure.message : String(failure)
    }
    await sleep(limits.findPollMs)
  }
  throw new KnownFailure(
    'target',
    `${where} is not there after ${limits.findTimeoutMs} ms, expected a process with --inspect: ${last}`,
  )
}

async function opened(socket: WebSocket, where: string): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const refuse = () => reject(new KnownFailure('target', `${where} refused a connection`))
  const timer = setTimeout(refuse, limits.openTimeoutMs)
  socket.addEventListener('open', () => resolve(), { once: true })
  socket.addEventListener('close', refuse, { once: true })
  try {
    await promise
  } catch (failure) {
    socket.close()
    throw failure
  } finally {
    clearTimeout(timer)
  }
}
