import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { createInterface } from 'node:readline'

export interface FixtureRun extends Disposable {
  readonly owner: ChildProcess
  readonly runId: string
  readonly folder: string
  readonly childPid: number
  /** Ends the owner the hard way and waits until it is gone. */
  kill9(): Promise<void>
}

/** Starts `fixture-owner.ts` as a process and waits until it has its child. */
export async function startFixtureRun(args: readonly string[]): Promise<FixtureRun> {
  const owner = spawn(
    process.execPath,
    [path.join(import.meta.dirname, 'fixture-owner.ts'), ...args],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const [line] = (await once(createInterface(owner.stdout), 'line')) as [string]
  const said = JSON.parse(line) as { runId: string; folder: string; childPid: number }
  return {
    owner,
    ...said,
    async kill9() {
      const gone = once(owner, 'exit')
      owner.kill('SIGKILL')
      await gone
    },
    [Symbol.dispose]() {
      owner.kill('SIGKILL')
    },
  }
}
