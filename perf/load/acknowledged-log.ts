import { createWriteStream, type WriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'
import { KnownFailure } from '../errors.ts'

/**
 * Identifiers that the system acknowledged, one a line, appended in large pieces off the hot path.
 */
const linesPerWrite = 1000

export class AcknowledgedLog implements AsyncDisposable {
  readonly #path: string
  readonly #stream: WriteStream
  readonly #finished: Promise<unknown>
  #lines: string[] = []

  constructor(path: string) {
    this.#path = path
    this.#stream = createWriteStream(path, { flags: 'a' })
    // Settled into a value at once: an error is reported by `close`, not as an unhandled rejection.
    this.#finished = finished(this.#stream).catch((error: unknown) => error)
  }

  append(id: string): void {
    this.#lines.push(id)
    if (this.#lines.length >= linesPerWrite) this.#flush()
  }

  async close(): Promise<void> {
    this.#flush()
    this.#stream.end()
    const error = await this.#finished
    if (error === undefined) return
    throw new KnownFailure(
      'disk',
      `the acknowledged identifiers could not be written to ${this.#path}: ${(error as Error).message}`,
      { cause: error },
    )
  }

  /** Where the load failed: what was acknowledged until then is kept all the same. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#flush()
    this.#stream.end()
    await this.#finished
  }

  #flush(): void {
    if (this.#lines.length > 0 && this.#stream.writable)
      this.#stream.write(`${this.#lines.join('\n')}\n`)
    this.#lines = []
  }
}
