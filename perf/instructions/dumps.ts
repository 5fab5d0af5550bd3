import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { KnownFailure } from '../errors.ts'
import { type CallgrindDump, parseCallgrind } from './callgrind-file.ts'
import { dumpPrefix } from './valgrind.ts'

const dumpTimeoutMs = 30_000
const pollMs = 10

/** The dumps that processes under callgrind have written into one folder. */
export class Dumps {
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
  }

  count(pid: number): number {
    const own = `${dumpPrefix}${pid}.`
    return readdirSync(this.#folder).filter((name) => name.startsWith(own)).length
  }

  /** Waits for the dump of that number, from 1, and until it is whole. */
  async read(pid: number, number: number): Promise<CallgrindDump> {
    const file = join(this.#folder, `${dumpPrefix}${pid}.${number}`)
    const deadline = performance.now() + dumpTimeoutMs
    for (;;) {
      const text = textOf(file)
      if (/^totals: \d+$/m.test(text)) return parseCallgrind(text)
      if (performance.now() > deadline) throw missing(file)
      await sleep(pollMs)
    }
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    // Not begun yet.
    return ''
  }
}

function missing(file: string): KnownFailure {
  return new KnownFailure(
    'service',
    `callgrind wrote no ${file} within ${dumpTimeoutMs} ms of being asked`,
  )
}
