import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { RunLedger } from '../lifecycle/run-ledger.ts'
import type { LoadRequest } from './load.ts'

/** What tests of a whole generator need: a server in another process, a ledger, a short load. */
export const fixture = (name: string) =>
  fileURLToPath(new URL(`./fixtures/${name}`, import.meta.url))

export interface ServerProcess extends AsyncDisposable {
  readonly url: string
  readonly child: ChildProcess
}

export async function startServerProcess(): Promise<ServerProcess> {
  const child = fork(fixture('steady-server.ts'), [], { execArgv: [] })
  const [port] = (await once(child, 'message')) as [number]
  return {
    url: `http://127.0.0.1:${port}`,
    child,
    async [Symbol.asyncDispose]() {
      const exited = once(child, 'exit')
      child.kill('SIGKILL')
      await exited
    },
  }
}

/** Pids that the ledger was told. */
export const recorded: number[] = []
export const ledger: RunLedger = {
  runId: 'load-generator-test',
  folder: '',
  recordProcess: (pid) => void recorded.push(pid),
  recordContainer: () => {},
  recordFolder: () => {},
  recordDatabase: () => {},
  [Symbol.asyncDispose]: async () => {},
}

export const base: Omit<LoadRequest, 'baseUrl'> = {
  scenarioFile: fixture('steady.scenario.ts'),
  headers: {},
  shape: { kind: 'open', journeysPerSecond: 100, connections: 20 },
  durationMs: 500,
  requestTimeoutMs: 5000,
  seed: 3,
  firstSequence: 0,
}
