import { chownSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Client } from 'pg'
import { Dumps } from './dumps.ts'
import type { FunctionInstructions, MeasuredInterval } from './function-instructions.ts'
import { placed } from './places.ts'
import { callgrind } from './valgrind.ts'

/**
 * Postgres backends under callgrind. A backend that waits for its client answers no control
 * program, but it does take signals: `SIGUSR1` without a reason is a question to which it answers
 * by doing nothing, in a function of its own, and callgrind dumps when that function is entered.
 * One start serves any number of intervals so.
 *
 * Source: src/backend/storage/ipc/procsignal.c, procsignal_sigusr1_handler.
 */
const signalFunction = 'procsignal_sigusr1_handler'
/** A backend that has just been told writes a few hundred kilobytes. */
const settleMs = 20

export function backendsUnderCallgrind(folder: string): string[] {
  return callgrind(folder, '--trace-children=yes', `--dump-before=${signalFunction}`)
}

/** A folder that the account of the server can write to. */
export function makeDumpFolder(
  parent: string,
  user: { readonly uid: number; readonly gid: number } | undefined,
): string {
  const folder = join(parent, 'dumps')
  mkdirSync(folder)
  if (user !== undefined) chownSync(folder, user.uid, user.gid)
  return folder
}

/** The client backends of one database. */
export class CountedBackends {
  readonly #admin: Client
  readonly #database: string
  readonly #dumps: Dumps
  /** Dumps read so far, by process. */
  readonly #read = new Map<number, number>()
  #sinceMs = 0

  constructor(admin: Client, database: string, folder: string) {
    this.#admin = admin
    this.#database = database
    this.#dumps = new Dumps(folder)
  }

  /** What was executed since the mark before is thrown away. */
  async mark(): Promise<void> {
    await this.read()
  }

  /**
   * All backends together. One that was started since the mark before is left out: most of what it
   * did was to start.
   */
  async read(): Promise<MeasuredInterval> {
    const wallMs = performance.now() - this.#sinceMs
    const pids = await this.#pids()
    const marked = pids.map((pid) => ({ pid, first: this.#dumps.count(pid) }))
    for (const { pid } of marked) signal(pid)
    this.#sinceMs = performance.now()
    const functions: FunctionInstructions[] = []
    let instructions = 0
    for (const { pid, first } of marked) {
      const started = this.#read.get(pid)
      await this.#dumps.read(pid, first + 1)
      await sleep(settleMs)
      const last = this.#dumps.count(pid)
      this.#read.set(pid, last)
      if (started === undefined) continue
      // Signals of the server's own have made dumps in between: they belong to the interval as
      // well.
      for (let number = started + 1; number <= last; number += 1) {
        const dump = await this.#dumps.read(pid, number)
        instructions += dump.instructions
        functions.push(...placed(dump.functions, {}))
      }
    }
    return { instructions, wallMs, functions }
  }

  async #pids(): Promise<number[]> {
    const { rows } = await this.#admin.query<{ pid: number }>(
      `select pid from pg_stat_activity
        where datname = $1 and backend_type = 'client backend' order by pid`,
      [this.#database],
    )
    return rows.map(({ pid }) => pid)
  }
}

function signal(pid: number): void {
  try {
    process.kill(pid, 'SIGUSR1')
  } catch {
    // It has ended since it was listed; its last dump never comes, and reading it says so.
  }
}
