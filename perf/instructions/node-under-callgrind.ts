import { readFileSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { runToEnd } from '../lifecycle/run-to-end.ts'
import { KnownFailure } from '../errors.ts'
import type { RunLedger } from '../lifecycle/run-ledger.ts'
import type { SystemLaunch } from '../target/system-process.ts'
import { target } from '../target/contract.ts'
import type { CallgrindDump } from './callgrind-file.ts'
import { Dumps } from './dumps.ts'
import type { MeasuredInterval } from './function-instructions.ts'
import { type GeneratedCode, parseGeneratedCode } from './generated-code.ts'
import { placed } from './places.ts'
import { callgrind } from './valgrind.ts'

/**
 * The system process under callgrind. V8 is made to do the same work for the same requests: one
 * thread, a fixed seed, code that is compiled at its first call by the baseline compiler and by no
 * other, and no garbage collection within the pass (one scavenge was 15 % of an interval of 50
 * journeys; allocation has a counter of its own; the memory reducer goes by the clock). The map of
 * generated code gives JavaScript functions their names, for as long as code stays where it was
 * made.
 */
export const switches = [
  '--predictable',
  '--single-threaded',
  '--hash-seed=1',
  '--random-seed=1',
  '--no-opt',
  '--no-maglev',
  '--always-sparkplug',
  '--no-flush-bytecode',
  '--no-memory-reducer',
  '--no-compact-code-space',
  '--min-semi-space-size=512',
  '--max-semi-space-size=512',
  '--initial-heap-size=2048',
  '--perf-basic-prof',
]

/**
 * An idle Node answers the control program seldom: it waits in the kernel, and Valgrind looks at
 * its orders only between blocks of code. A signal is heard at once, on the thread that does the
 * work, so the process is told by one to enter a function of its own that nothing else calls, where
 * callgrind dumps and begins again from zero.
 */
const dumpSignal = 'SIGUSR2'
const dumpFunction = 'uv_os_getpriority'
const dumpOnSignal = `data:text/javascript,import{getPriority}from'node:os';process.on('${dumpSignal}',()=>getPriority())`

const readyTimeoutMs = 180_000
const controlTimeoutMs = 60_000
/**
 * Between requests that keep the process from waiting in the kernel while it is to hear an order.
 */
const awakeMs = 5

/**
 * Each connection plans every statement once for itself, so a pool that hands connections out by
 * chance makes its backends' work a matter of chance: over a pool of ten, equal intervals differed
 * by 10 %, when plans were still made anew several times. A timer fires the more often per
 * operation the slower the machine is: one that saves a position every 100 ms made the backends of
 * equal arms differ by 0.5 %.
 */
function environment(folder: string): Record<string, string> {
  return { ...target.steady, NODE_COMPILE_CACHE: join(folder, 'compiled') }
}

/**
 * The same switches without Valgrind: fills the folder of compiled code, and shows how the system
 * starts itself.
 */
export function nativeLaunch(folder: string): SystemLaunch {
  return {
    nodeOptions: [...switches, `--import=${dumpOnSignal}`, `--perf-basic-prof-path=${folder}`],
    env: environment(folder),
    readyMs: readyTimeoutMs,
  }
}

/**
 * The switches that a running system has in the end: it may have replaced itself to add some, which
 * under Valgrind would be a second start of several seconds. Variables that it added for itself are
 * not handed on: what they tune, an allocator's arenas, works otherwise on Valgrind's one thread
 * anyway.
 */
export function switchesOf(pid: number): string[] {
  return switchesIn(readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0'))
}

/**
 * Of a command line by its words. A system that replaced itself names its program by the whole
 * path.
 */
export function switchesIn(words: readonly string[]): string[] {
  const program = words.findIndex((word) => `/${word}`.endsWith(`/${target.entry}`))
  if (program < 0) {
    throw new KnownFailure(
      'target',
      `the system runs as "${words.join(' ').trim()}", expected ${target.entry} among its words`,
    )
  }
  return words.slice(1, program)
}

/** Nothing is counted before `startCounting`: the start and the warm-up go three times as fast. */
export function countedLaunch(folder: string, nodeOptions: readonly string[]): SystemLaunch {
  return {
    nodeOptions,
    under: callgrind(folder, '--instr-atstart=no', `--dump-before=${dumpFunction}`),
    env: environment(folder),
    readyMs: readyTimeoutMs,
  }
}

export interface CountedNodeRequest {
  readonly pid: number
  readonly folder: string
  readonly armFolder: string
  readonly ledger: RunLedger
  /** The HOST that the process was given: Valgrind names its control files by it. */
  readonly host: string
}

export class CountedNode {
  readonly #request: CountedNodeRequest
  readonly #dumps: Dumps
  readonly #armFolder: string
  #sinceMs = 0

  constructor(request: CountedNodeRequest) {
    this.#request = request
    this.#dumps = new Dumps(request.folder)
    this.#armFolder = realpathSync(request.armFolder)
  }

  /** @param wake any request that the process answers */
  async startCounting(wake: () => Promise<unknown>): Promise<void> {
    const ordered = new AbortController()
    const order = this.#control('--instr=on').finally(() => ordered.abort())
    await Promise.all([order, keepAwake(wake, ordered.signal)])
  }

  /** What was executed since the mark before is thrown away. */
  async mark(): Promise<void> {
    await this.#dump()
  }

  async read(): Promise<MeasuredInterval> {
    const { pid, folder } = this.#request
    const wallMs = performance.now() - this.#sinceMs
    const { instructions, functions } = await this.#dump()
    const options = { armFolder: this.#armFolder, generated: generatedCode(folder, pid) }
    return { instructions, wallMs, functions: placed(functions, options) }
  }

  async #dump(): Promise<CallgrindDump> {
    const { pid } = this.#request
    const number = this.#dumps.count(pid) + 1
    process.kill(pid, dumpSignal)
    this.#sinceMs = performance.now()
    return this.#dumps.read(pid, number)
  }

  async #control(option: string): Promise<void> {
    const { pid, folder, ledger, host } = this.#request
    const request = {
      ledger,
      what: `callgrind_control ${option}`,
      command: 'callgrind_control',
      args: [`--vgdb-prefix=${join(folder, 'vgdb')}`, option, String(pid)],
      inherit: 'essential',
      env: { HOST: host },
    } as const
    await runToEnd(request, controlTimeoutMs)
  }
}

async function keepAwake(wake: () => Promise<unknown>, until: AbortSignal): Promise<void> {
  while (!until.aborted) {
    await wake()
    await sleep(awakeMs)
  }
}

function generatedCode(folder: string, pid: number): GeneratedCode {
  return parseGeneratedCode(readFileSync(join(folder, `perf-${pid}.map`), 'utf8'))
}
