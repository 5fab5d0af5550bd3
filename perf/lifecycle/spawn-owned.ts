import { spawn, type ChildProcess } from 'node:child_process'
import { KnownFailure, type FailureCode } from '../errors.ts'
import { inheritedEnvironment, type InheritedEnvironment } from './config.ts'
import { holdProcess, type OwnedProcess } from './owned-process.ts'
import { identify } from './process-identity.ts'
import type { RunLedger } from './run-ledger.ts'
import { runMark } from './run-mark.ts'

export type { OwnedProcess } from './owned-process.ts'

/** One child process of a run: a service, the system under test, the load generator. */
export interface OwnedProcessRequest {
  readonly ledger: RunLedger
  /** Its name in messages, e.g. "redis". */
  readonly what: string
  readonly command: string
  readonly args: readonly string[]
  readonly cwd?: string
  /** What it inherits of our environment: everything by default. */
  readonly inherit?: InheritedEnvironment
  /** On top of what is inherited; undefined takes a name away. */
  readonly env?: Readonly<Record<string, string | undefined>>
  readonly user?: { readonly uid: number; readonly gid: number }
  /** The code of the failure that its early end is: `service` by default. */
  readonly failureCode?: FailureCode
  /** Polite signal, sent to the process itself: SIGTERM by default. */
  readonly stopSignal?: NodeJS.Signals
  /** From the polite signal until SIGKILL to the whole group. */
  readonly stopTimeoutMs?: number
  /** How many lines of its output an error message can quote. */
  readonly outputLines?: number
  readonly onLine?: (line: string) => void
  /** Opens a message channel (`child.send`), for a child that is Node. */
  readonly ipc?: boolean
}

const defaultStopTimeoutMs = 10_000
const defaultOutputLines = 40

/** SIGKILL cannot be refused; longer than this only a process stuck in the kernel takes. */
const killTimeoutMs = 5_000

/**
 * Starts a child in its own process group and records it in the ledger. The caller's Ctrl-C does
 * not reach it; disposing ends it. Throws a KnownFailure when it cannot be started, or not be
 * recorded.
 */
export async function spawnOwned(request: OwnedProcessRequest): Promise<OwnedProcess> {
  const child = launch(request)
  const failureCode = request.failureCode ?? 'service'
  if (child.pid === undefined) throw await startFailure(child, request, failureCode)
  // Identified and recorded in the same turn as it was spawned: nothing can come between.
  try {
    request.ledger.recordProcess(child.pid, request.what)
  } catch (cause) {
    child.kill('SIGKILL')
    throw unrecorded(request, cause)
  }
  return holdProcess(child, identify(child.pid), {
    what: request.what,
    failureCode,
    stopSignal: request.stopSignal ?? 'SIGTERM',
    stopTimeoutMs: request.stopTimeoutMs ?? defaultStopTimeoutMs,
    killTimeoutMs,
    outputLines: request.outputLines ?? defaultOutputLines,
    onLine: request.onLine,
  })
}

function unrecorded({ what, ledger }: OwnedProcessRequest, cause: unknown): KnownFailure {
  const said = cause instanceof Error ? cause.message : String(cause)
  const message = `${what} cannot be recorded in ${ledger.folder}: ${said}, expected a writable run folder`
  return new KnownFailure('disk', message, { cause })
}

function launch(request: OwnedProcessRequest): ChildProcess {
  return spawn(request.command, request.args, {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', ...(request.ipc === true ? (['ipc'] as const) : [])],
    env: {
      ...inheritedEnvironment(request.inherit ?? 'everything'),
      ...runMark(request.ledger.runId),
      ...request.env,
    },
    ...(request.cwd === undefined ? {} : { cwd: request.cwd }),
    ...request.user,
  })
}

function startFailure(
  child: ChildProcess,
  request: OwnedProcessRequest,
  code: FailureCode,
): Promise<KnownFailure> {
  return new Promise((resolve) => {
    child.once('error', (cause) => {
      const message = `${request.what} did not start: ${cause.message}, expected ${request.command} to be an executable program`
      resolve(new KnownFailure(code, message, { cause }))
    })
  })
}
