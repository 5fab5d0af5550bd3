import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { KnownFailure } from '../errors.ts'
import { checkLoadRequest } from './load-request.ts'
import type { RunLedger } from '../lifecycle/run-ledger.ts'
import type { LoadGenerator, LoadRequest, LoadResult } from './load.ts'
import type { FromGenerator, ToGenerator } from './messages.ts'

/** Starts the generator process and speaks with it. */
const entry = fileURLToPath(new URL('./generator-process.ts', import.meta.url))
const readyTimeoutMs = 15_000
const stopTimeoutMs = 3_000
const keptErrorLength = 4_000
/** Short-lived requests and answers: a larger young generation keeps collections out of the tail. */
const nodeArguments = ['--max-semi-space-size=32']

export async function startLoadGenerator(options: {
  readonly ledger: RunLedger
}): Promise<LoadGenerator> {
  const child = fork(entry, [], {
    execArgv: nodeArguments,
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  const generator = new GeneratorProcess(child)
  try {
    if (child.pid !== undefined) options.ledger.recordProcess(child.pid, 'load generator')
    await generator.ready()
    return generator
  } catch (error) {
    await generator[Symbol.asyncDispose]()
    throw error
  }
}

class GeneratorProcess implements LoadGenerator {
  readonly #child: ChildProcess
  readonly #exited: Promise<unknown>
  #stderr = ''
  #running = false

  constructor(child: ChildProcess) {
    this.#child = child
    this.#exited = new Promise((resolve) => {
      child.once('exit', resolve)
      child.once('error', resolve) // it could not be started at all
    })
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr = (this.#stderr + text).slice(-keptErrorLength)
    })
  }

  get pid(): number {
    return this.#child.pid ?? 0
  }

  async ready(): Promise<void> {
    const late = AbortSignal.timeout(readyTimeoutMs)
    const message = await this.#reply(late).catch((error: unknown) => {
      if (!late.aborted) throw error
      throw new KnownFailure('load', `the load generator was not ready after ${readyTimeoutMs} ms`)
    })
    if (message.kind !== 'ready') throw new KnownFailure('load', describe(message))
  }

  async run(request: LoadRequest, signal?: AbortSignal): Promise<LoadResult> {
    checkLoadRequest(request)
    signal?.throwIfAborted()
    if (this.#running) {
      throw new KnownFailure('load', 'the load generator is running a load, expected it idle')
    }
    this.#running = true
    const abort = () => this.#send({ kind: 'abort' })
    signal?.addEventListener('abort', abort, { once: true })
    try {
      const reply = this.#reply()
      this.#send({ kind: 'run', request })
      const message = await reply
      if (message.kind === 'result') return message.result
      signal?.throwIfAborted()
      throw new KnownFailure(message.kind === 'failed' ? message.code : 'load', describe(message))
    } finally {
      this.#running = false
      signal?.removeEventListener('abort', abort)
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const child = this.#child
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
    if (child.connected) child.disconnect()
    const timer = setTimeout(() => child.kill('SIGKILL'), stopTimeoutMs)
    await this.#exited
    clearTimeout(timer)
  }

  #send(message: ToGenerator): void {
    if (this.#child.connected) this.#child.send(message)
  }

  /** The next message, or a failure when the process ends first. */
  async #reply(signal?: AbortSignal): Promise<FromGenerator> {
    const listening = new AbortController()
    const stop = signal === undefined ? listening.signal : AbortSignal.any([listening.signal, signal])
    try {
      const message = once(this.#child, 'message', { signal: stop }).then(
        ([value]) => value as FromGenerator,
      )
      const ended = this.#exited.then((): never => {
        throw new KnownFailure('load', `the load generator ended early: ${this.#ending()}`)
      })
      ended.catch(() => {}) // it ends one day, also after its answer
      return await Promise.race([message, ended])
    } finally {
      listening.abort()
    }
  }

  #ending(): string {
    const { exitCode, signalCode } = this.#child
    return `${signalCode ?? `exit code ${exitCode}`} ${this.#stderr.trim()}`.trim()
  }
}

function describe(message: FromGenerator): string {
  return message.kind === 'failed' ? message.message : `unexpected message "${message.kind}"`
}
