import { WebSocket } from 'ws'
import { KnownFailure } from '../errors.ts'
import { target, targetHeaders } from './contract.ts'

/**
 * Many listeners of one tenant, each with a connection of its own, that count what they are told of
 * payments.
 */
export interface Audience extends Disposable {
  /**
   * Resolves when every listener has been told of so many payments from now on; rejects with a
   * KnownFailure when that takes longer, when a connection ends, and when a listener misses a
   * frame.
   */
  hear(payments: number, timeoutMs: number): Promise<void>
  /** What listeners have been told since each was connected. */
  tally(): AudienceTally
}

export interface AudienceTally {
  /** Listeners whose connection has not ended. */
  readonly connected: number
  /** Of all listeners together, of whatever type. */
  readonly frames: number
  /** By who was told least and who was told most. */
  readonly payments: { readonly least: number; readonly most: number }
}

const openAtOnce = 50

export async function openAudience(
  baseUrl: string,
  token: string,
  size: number,
): Promise<Audience> {
  const url = `${baseUrl.replace(/^http/, 'ws')}${target.eventsPath}`
  const listeners: Listener[] = []
  const audience = new Listeners(listeners)
  try {
    while (listeners.length < size) {
      const some = Array.from({ length: Math.min(openAtOnce, size - listeners.length) }, () => {
        return new Listener(new WebSocket(url, { headers: targetHeaders(token) }))
      })
      listeners.push(...some)
      await Promise.all(some.map((listener) => listener.opened))
    }
  } catch (cause) {
    audience[Symbol.dispose]()
    const message = `the system took ${listeners.length} of ${size} listeners at most`
    throw new KnownFailure('target', message, { cause })
  }
  return audience
}

class Listeners implements Audience {
  readonly #listeners: readonly Listener[]

  constructor(listeners: readonly Listener[]) {
    this.#listeners = listeners
  }

  async hear(payments: number, timeoutMs: number): Promise<void> {
    const late = Promise.withResolvers<never>()
    const timer = setTimeout(() => {
      const least = Math.min(...this.#listeners.map((listener) => listener.heard))
      const message = `a listener was told of ${least} payments of ${payments} in ${timeoutMs} ms`
      late.reject(new KnownFailure('target', message))
    }, timeoutMs)
    const all = Promise.all(this.#listeners.map((listener) => listener.hear(payments)))
    await Promise.race([all, late.promise]).finally(() => clearTimeout(timer))
  }

  tally(): AudienceTally {
    const payments = this.#listeners.map((listener) => listener.payments)
    return {
      connected: this.#listeners.filter((listener) => listener.isConnected).length,
      frames: this.#listeners.reduce((sum, { frames }) => sum + frames, 0),
      payments: { least: Math.min(...payments), most: Math.max(...payments) },
    }
  }

  [Symbol.dispose](): void {
    for (const listener of this.#listeners) listener.close()
  }
}

interface Frame {
  readonly seq?: number
  readonly type?: string
  readonly counts?: Readonly<Record<string, number>>
}

class Listener {
  readonly opened: Promise<void>
  readonly #socket: WebSocket
  #waiting: (PromiseWithResolvers<void> & { readonly payments: number }) | undefined
  #heard = 0
  #frames = 0
  #payments = 0
  #seq: number | undefined
  #ended: KnownFailure | undefined

  constructor(socket: WebSocket) {
    this.#socket = socket
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    this.opened = promise
    socket.once('open', resolve)
    socket.on('error', reject)
    socket.on('close', (code) => this.#fail(`closed a listener's connection with code ${code}`))
    socket.on('message', (data: Buffer) => this.#receive(JSON.parse(data.toString()) as Frame))
  }

  get heard(): number {
    return this.#heard
  }

  get frames(): number {
    return this.#frames
  }

  get payments(): number {
    return this.#payments
  }

  get isConnected(): boolean {
    return this.#socket.readyState === WebSocket.OPEN
  }

  hear(payments: number): Promise<void> {
    this.#heard = 0
    this.#waiting = { ...Promise.withResolvers<void>(), payments }
    if (this.#ended !== undefined) this.#waiting.reject(this.#ended)
    return this.#waiting.promise
  }

  close(): void {
    this.#socket.removeAllListeners('close')
    this.#socket.terminate()
  }

  #receive({ seq, type, counts = {} }: Frame): void {
    if (this.#seq !== undefined && seq !== this.#seq + 1) {
      this.#fail(`sent frame ${seq} after frame ${this.#seq}, expected no gap`)
    }
    this.#seq = seq
    this.#frames += 1
    if (type !== 'payment_update') return
    const payments = Object.values(counts).reduce((sum, count) => sum + count, 0)
    this.#payments += payments
    this.#heard += payments
    if (this.#waiting !== undefined && this.#heard >= this.#waiting.payments) {
      this.#waiting.resolve()
    }
  }

  #fail(how: string): void {
    this.#ended ??= new KnownFailure('target', `the system ${how}`)
    this.#waiting?.reject(this.#ended)
  }
}
