import { fileURLToPath } from 'node:url'
import { KnownFailure } from '../errors.ts'
import { spawnOwned, type OwnedProcess } from '../lifecycle/spawn-owned.ts'
import { checkLoadRequest } from './load-request.ts'
import type { RunLedger } from '../lifecycle/run-ledger.ts'
import type { LoadGenerator, LoadInterval, LoadRequest, LoadResult } from './load.ts'
import type { FromGenerator, ToGenerator } from './messages.ts'

/** Starts the generator process and speaks with it. */
const entry = fileURLToPath(new URL('./generator-process.ts', import.meta.url))
const readyTimeoutMs = 15_000
const stopTimeoutMs = 3_000
/**
 * Requests and answers are short-lived: a larger young generation keeps collections out of the
 * tail. What users keep while they think grows old; left to itself V8 lets hundreds of megabytes of
 * it pile up before it looks at them.
 */
const nodeArguments = ['--max-semi-space-size=32', '--heap-growing-percent=50']

export async function startLoadGenerator(options: {
  readonly ledger: RunLedger
}): Promise<LoadGenerator> {
  const owned = await spawnOwned({
    ledger: options.ledger,
    what: 'load generator',
    command: process.execPath,
    args: [...nodeArguments, entry],
    inherit: 'essential', // NODE_OPTIONS or a test runner's switches would change its cost
    failureCode: 'load',
    stopTimeoutMs,
    ipc: true,
  })
  const generator = new GeneratorProcess(owned)
  try {
    await generator.ready()
    return generator
  } catch (error) {
    await generator[Symbol.asyncDispose]()
    throw error
  }
}

class GeneratorProcess implements LoadGenerator {
  readonly #process: OwnedProcess
  #running = false

  constructor(owned: OwnedProcess) {
    this.#process = owned
  }

  get pid(): number {
    return this.#process.pid
  }

  async ready(): Promise<void> {
    const message = await this.#process.whileAlive(within(readyTimeoutMs, this.#nextMessage()))
    if (message.kind !== 'ready') throw failureOf(message)
  }

  async run(
    request: LoadRequest,
    signal?: AbortSignal,
    onInterval: (interval: LoadInterval) => void = () => {},
  ): Promise<LoadResult> {
    checkLoadRequest(request)
    signal?.throwIfAborted()
    if (this.#running) {
      throw new KnownFailure('load', 'the load generator is running a load, expected it idle')
    }
    this.#running = true
    const abort = () => this.#send({ kind: 'abort' })
    signal?.addEventListener('abort', abort, { once: true })
    try {
      const reply = this.#outcome(onInterval)
      this.#send({ kind: 'run', request })
      const message = await this.#process.whileAlive(reply)
      if (message.kind === 'result') return message.result
      signal?.throwIfAborted()
      throw failureOf(message)
    } finally {
      this.#running = false
      signal?.removeEventListener('abort', abort)
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#process.stop()
  }

  #send(message: ToGenerator): void {
    // A channel that is closed belongs to a process that is ending, which `whileAlive` reports.
    if (this.#process.child.connected) this.#process.child.send(message, () => {})
  }

  /** The message that ends a load; those that come before it are intervals. */
  #outcome(onInterval: (interval: LoadInterval) => void): Promise<FromGenerator> {
    const { child } = this.#process
    return new Promise((resolve) => {
      const hear = (message: FromGenerator) => {
        if (message.kind === 'interval') onInterval(message.interval)
        else {
          child.off('message', hear)
          resolve(message)
        }
      }
      child.on('message', hear)
    })
  }

  #nextMessage(): Promise<FromGenerator> {
    return new Promise((resolve) => {
      this.#process.child.once('message', (message) => resolve(message as FromGenerator))
    })
  }
}

async function within<T>(limitMs: number, work: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>()
  const failure = new KnownFailure('load', `load generator not ready after ${limitMs} ms`)
  const timer = setTimeout(() => late.reject(failure), limitMs)
  try {
    return await Promise.race([work, late.promise])
  } finally {
    clearTimeout(timer)
  }
}

function failureOf(message: FromGenerator): KnownFailure {
  return message.kind === 'failed'
    ? new KnownFailure(message.code, message.message)
    : new KnownFailure('load', `load generator answered "${message.kind}", expected a result`)
}
