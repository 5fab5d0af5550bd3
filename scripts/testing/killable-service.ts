import type { StartedService } from '../../perf/environment/embedded-postgres.ts'
import { processTree, readProc } from '../../perf/probes/process-tree.ts'

type Started = StartedService<unknown>

const goneLimitMs = 10_000
const pollMs = 5

/**
 * A server that is killed, frozen and started again on its own data and port, as whoever supervises
 * it would. Signals go to all of its processes: half a server would end itself, in its own time.
 */
export class KillableService implements AsyncDisposable {
  readonly #serve: () => Promise<Started>
  #started: Started
  #frozen: readonly number[] = []

  private constructor(serve: () => Promise<Started>, started: Started) {
    this.#serve = serve
    this.#started = started
  }

  /** @param serve starts the server on what is there, which may be what a killed one left */
  static async start(serve: () => Promise<Started>): Promise<KillableService> {
    return new KillableService(serve, await serve())
  }

  /** SIGKILL. Resolves when none of its processes is left. */
  async kill(): Promise<void> {
    const pids = processTree(this.#started.process.pid)
    signal(pids, 'SIGKILL')
    await this.#started.process.ended
    const deadline = performance.now() + goneLimitMs
    while (pids.some(isRunning)) {
      if (performance.now() > deadline) {
        throw new Error(`a killed server has processes after ${goneLimitMs} ms, expected none`)
      }
      await new Promise((resolve) => setTimeout(resolve, pollMs))
    }
  }

  /** Of a server that was killed. Resolves when it answers. */
  async restart(): Promise<void> {
    this.#started = await this.#serve()
  }

  /** SIGSTOP: its sockets stay open and take what is sent; nobody answers. */
  freeze(): void {
    this.#frozen = processTree(this.#started.process.pid)
    signal(this.#frozen, 'SIGSTOP')
  }

  thaw(): void {
    signal(this.#frozen, 'SIGCONT')
    this.#frozen = []
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.thaw()
    await this.#started.process.stop()
  }
}

function signal(pids: readonly number[], name: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, name)
    } catch {
      // It ended by itself meanwhile.
    }
  }
}

/** A process that is dead and not yet collected by its parent runs no more. */
export function isRunning(pid: number): boolean {
  const status = readProc(`/proc/${pid}/stat`)
  return status !== undefined && !/\) [ZX] /.test(status)
}
