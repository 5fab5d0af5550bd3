import type { ChildProcess } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { KnownFailure, type FailureCode } from '../errors.ts'
import { outputTail } from './output-tail.ts'
import { killGroup } from './process-group.ts'
import type { ProcessIdentity } from './process-identity.ts'

export interface ProcessEnd {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

export interface OwnedProcess extends AsyncDisposable {
  readonly what: string
  readonly pid: number
  /** For messages; its end is told by `ended`. */
  readonly child: ChildProcess
  /** Resolves when it is gone and its output is read, whoever ended it. Never rejects. */
  readonly ended: Promise<ProcessEnd>
  /** Resolves only when it ends without having been asked to. Never rejects. */
  readonly died: Promise<KnownFailure>
  lastOutput(): readonly string[]
  /**
   * Waits for work that needs this process; fails at once, quoting its last output, when it ends
   * before.
   */
  whileAlive<T>(work: Promise<T>): Promise<T>
  /**
   * Polite signal, then SIGKILL to the group; answers how it ended. Asking again gives the same
   * answer. Rejects with a KnownFailure when it survives even that.
   */
  stop(): Promise<ProcessEnd>
}

export interface HoldOptions {
  readonly what: string
  readonly failureCode: FailureCode
  readonly stopSignal: NodeJS.Signals
  readonly stopTimeoutMs: number
  /** From SIGKILL until a process that is stuck in the kernel is given up. */
  readonly killTimeoutMs: number
  readonly outputLines: number
  readonly onLine: ((line: string) => void) | undefined
}

/**
 * Output may still be in the pipe when the process is gone, and a grandchild may hold the pipe for
 * ever.
 */
const outputGraceMs = 250

/** Takes charge of a child that has just been spawned as leader of its own process group. */
export function holdProcess(
  child: ChildProcess,
  identity: ProcessIdentity,
  options: HoldOptions,
): OwnedProcess {
  const tail = outputTail(options.outputLines, options.onLine)
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => tail.push(chunk))
  }
  const exited = new Promise<ProcessEnd>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }))
  })
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const ended = exited.then(async (end) => {
    await Promise.race([closed, sleep(outputGraceMs, undefined, { ref: false })])
    return end
  })
  let stopping: Promise<ProcessEnd> | undefined
  const died = new Promise<KnownFailure>((resolve) => {
    void ended.then((end) => {
      if (stopping === undefined) resolve(unexpectedEnd(options, end, tail.lines()))
    })
  })
  const stop = (): Promise<ProcessEnd> =>
    (stopping ??= endProcess(child, identity, exited, options).then(() => ended))
  return {
    what: options.what,
    pid: identity.pid,
    child,
    ended,
    died,
    lastOutput: () => tail.lines(),
    whileAlive: (work) =>
      Promise.race([
        work,
        died.then((failure): never => {
          throw failure
        }),
      ]),
    stop,
    async [Symbol.asyncDispose]() {
      await stop()
    },
  }
}

async function endProcess(
  child: ChildProcess,
  identity: ProcessIdentity,
  exited: Promise<ProcessEnd>,
  options: HoldOptions,
): Promise<void> {
  const timeout = new AbortController()
  const within = (limitMs: number): Promise<ProcessEnd | undefined> =>
    Promise.race([exited, sleep(limitMs, undefined, { signal: timeout.signal, ref: true })])
  // Node signals only a child that it has not collected yet, whose id cannot have been reused.
  child.kill(options.stopSignal)
  await within(options.stopTimeoutMs)
  killGroup(identity)
  const end = await within(options.killTimeoutMs)
  timeout.abort()
  if (end !== undefined) return
  throw new KnownFailure(
    options.failureCode,
    `${options.what} (pid ${identity.pid}) is alive ${options.killTimeoutMs} ms after SIGKILL, expected it gone`,
  )
}

function unexpectedEnd(
  { what, failureCode }: HoldOptions,
  { code, signal }: ProcessEnd,
  output: readonly string[],
): KnownFailure {
  const how = signal === null ? `exit code ${code}` : `signal ${signal}`
  const quoted = output.length === 0 ? 'it wrote nothing' : `its last output:\n${output.join('\n')}`
  return new KnownFailure(
    failureCode,
    `${what} ended by itself with ${how}, expected it to run until it is stopped; ${quoted}`,
  )
}
