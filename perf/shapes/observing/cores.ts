import { CpuClock } from '../../probes/cpu-time.ts'
import { readMainThreadTime } from '../../probes/thread-time.ts'
import type { CoresUsed } from '../document.ts'
import type { Rig } from '../rig.ts'

/**
 * CPU of each part of the machine between two readings, in cores: CPU time by wall time. The event loop's
 * share counts what its thread waited for a processor, too: it had work all that time.
 */
export class CoreMeter {
  readonly #clocks: readonly { readonly part: string; readonly clock: CpuClock | undefined }[]
  readonly #systemPid: number
  #before: ReadonlyMap<string, number>

  constructor({ environment, system, generator }: Rig) {
    const { postgres, kafka, redis } = environment
    const pids: readonly (readonly [string, number | undefined])[] = [
      ['system', system.pid],
      ['Postgres', postgres.rootPid],
      ['Kafka', kafka.rootPid],
      ['Redis', redis.rootPid],
      ['generator', generator.pid],
    ]
    this.#systemPid = system.pid
    this.#clocks = pids.map(([part, pid]) => ({
      part,
      clock: pid === undefined ? undefined : new CpuClock(pid),
    }))
    this.#before = this.#read()
  }

  /** Since the meter was made, or since the last call. */
  take(): CoresUsed {
    const [before, now] = [this.#before, this.#read()]
    this.#before = now
    const wallMs = (now.get(wall) ?? 0) - (before.get(wall) ?? 0)
    const coresOf = (part: string): number | null => {
      const [then, after] = [before.get(part), now.get(part)]
      return then === undefined || after === undefined || wallMs <= 0
        ? null
        : (after - then) / wallMs
    }
    const parts = [...this.#clocks.map(({ part }) => part), eventLoop]
    return Object.fromEntries(parts.map((part) => [part, coresOf(part)]))
  }

  /** In ms. */
  #read(): ReadonlyMap<string, number> {
    const used = new Map([[wall, performance.now()]])
    for (const { part, clock } of this.#clocks) {
      if (clock !== undefined) used.set(part, Number(clock.readNs()) / 1e6)
    }
    const thread = readMainThreadTime(this.#systemPid)
    if (thread !== undefined) used.set(eventLoop, (thread.cpuNs + thread.waitedNs) / 1e6)
    return used
  }
}

const wall = 'wall clock'
export const eventLoop = 'event loop of the system'
