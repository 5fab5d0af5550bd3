import type { Profiler, Runtime } from 'node:inspector'
import { KnownFailure } from '../errors.ts'
import {
  connectProtocol,
  type InspectorAddress,
  type ProtocolConnection,
} from './protocol-connection.ts'

/**
 * Sees into a running system process by the Chrome DevTools protocol, over Node's own WebSocket.
 * The process is started with `inspected(port)` of launch.ts and is ready before this is opened.
 * What is seen is for passes that count or explain; nothing that is timed is ever watched like
 * this.
 *
 * Source: https://chromedevtools.github.io/devtools-protocol/v8/
 */
export interface Inspector extends AsyncDisposable {
  /** Evaluates in the process's global scope, awaits a promise, and returns the value as data. */
  evaluate(expression: string): Promise<unknown>
  /**
   * Counts calls of functions and of their code blocks from now on. Code that was compiled before
   * has no counters of its blocks: start the process with `countedFromBoot`, and this only sets the
   * counts to zero. Returns what was counted until now, and with it all functions that are known.
   */
  startPreciseCoverage(): Promise<readonly Profiler.ScriptCoverage[]>
  /**
   * Counts since the last take or start; functions that were not called in between may be left out.
   */
  takePreciseCoverage(): Promise<readonly Profiler.ScriptCoverage[]>
  startCpuProfile(intervalUs: number): Promise<void>
  stopCpuProfile(): Promise<Profiler.Profile>
  /** What V8 compiled: types are blanked out, so that lines and columns are those of the file. */
  scriptSource(scriptId: string): Promise<string>
}

export interface InspectedProcess extends InspectorAddress {
  /** Whose inspector it must be: one that finds its port taken runs on without. */
  readonly pid?: number
}

export async function openInspector(process: InspectedProcess): Promise<Inspector> {
  const connection = await connectProtocol(process)
  try {
    if (process.pid !== undefined) await requireProcess(connection, process, process.pid)
  } catch (failure) {
    await connection[Symbol.asyncDispose]()
    throw failure
  }
  return inspectorOver(connection)
}

async function requireProcess(
  connection: ProtocolConnection,
  { host, port }: InspectorAddress,
  pid: number,
): Promise<void> {
  const answering = await evaluate(connection, 'process.pid')
  if (answering === pid) return
  throw new KnownFailure(
    'target',
    `the inspector on ${host}:${port} is of process ${String(answering)}, expected ${pid}`,
  )
}

function inspectorOver(connection: ProtocolConnection): Inspector {
  const debuggerOn = once(() => connection.call('Debugger.enable'))
  const profilerOn = once(() => connection.call('Profiler.enable'))
  return {
    evaluate: (expression) => evaluate(connection, expression),
    async startPreciseCoverage() {
      await profilerOn()
      await connection.call('Profiler.startPreciseCoverage', { callCount: true, detailed: true })
      return takeCoverage(connection)
    },
    takePreciseCoverage: () => takeCoverage(connection),
    async startCpuProfile(intervalUs) {
      await profilerOn()
      await connection.call('Profiler.setSamplingInterval', { interval: intervalUs })
      await connection.call('Profiler.start')
    },
    async stopCpuProfile() {
      const stopped = await connection.call('Profiler.stop')
      return (stopped as Profiler.StopReturnType).profile
    },
    async scriptSource(scriptId) {
      await debuggerOn()
      const source = await connection.call('Debugger.getScriptSource', { scriptId })
      return (source as { scriptSource: string }).scriptSource
    },
    [Symbol.asyncDispose]: () => connection[Symbol.asyncDispose](),
  }
}

/** V8 sets every count to zero when it has told it. */
async function takeCoverage(
  connection: ProtocolConnection,
): Promise<readonly Profiler.ScriptCoverage[]> {
  const taken = await connection.call('Profiler.takePreciseCoverage')
  return (taken as Profiler.TakePreciseCoverageReturnType).result
}

async function evaluate(connection: ProtocolConnection, expression: string): Promise<unknown> {
  const answer = (await connection.call('Runtime.evaluate', {
    expression,
    awaitPromise: true,
    returnByValue: true,
  })) as Runtime.EvaluateReturnType
  const { exceptionDetails, result } = answer
  if (exceptionDetails === undefined) return result.value
  const said = exceptionDetails.exception?.description ?? exceptionDetails.text
  throw new KnownFailure('target', `the inspected process could not evaluate: ${said}`)
}

/** A domain is enabled at its first use, because an enabled one costs the process something. */
function once(enable: () => Promise<unknown>): () => Promise<unknown> {
  let enabled: Promise<unknown> | undefined
  return () => (enabled ??= enable())
}
