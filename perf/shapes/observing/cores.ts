import { CpuClock } from '../../probes/cpu-time.ts'
import { readMainThreadTime } from '../../probes/thread-time.ts'
import type { CoresUsed } from '../document.ts'
import type { Rig } from '../rig.ts'

/**
 * CPU of each part of the machine between two readings, in cores: CPU time by wall time. The event
 * loop's share counts what its thread waited for a processor, too: it had work all that time.
 */
export class CoreMeter {
  readonly #clocks: readonly { readonly part: string; readonly clock: CpuClock | undefined }[]
  readonly #systemPid: number

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
  }

  read(): CoreTimes {
    const used = new Map([[wall, performance.now()]])
    for (const { part, clock } of this.#clocks) {
      if (clock !== undefined) used.set(part, Number(clock.readNs()) / 1e6)
    }
    // Which watches and reads the topic: by itself, because all others descend from it.
    const own = process.cpuUsage()
    used.set(pipeline, (own.user + own.system) / 1e3)
    const thread = readMainThreadTime(this.#systemPid)
    if (thread !== undefined) used.set(eventLoop, (thread.cpuNs + thread.waitedNs) / 1e6)
    return used
  }
}

/** CPU time in ms by part, and when it was read; a part out of sight is not there. */
export type CoreTimes = ReadonlyMap<string, number>

export function coresBetween(before: CoreTimes, after: CoreTimes): CoresUsed {
  const wallMs = (after.get(wall) ?? 0) - (before.get(wall) ?? 0)
  const coresOf = (part: string): number | null => {
    const [from, to] = [before.get(part), after.get(part)]
    return from === undefined || to === undefined || wallMs <= 0 ? null : (to - from) / wallMs
  }
  return Object.fromEntries([...parts, eventLoop].map((part) => [part, coresOf(part)]))
}

const wall = 'wall clock'
const pipeline = 'pipeline'
const parts = ['system', 'Postgres', 'Kafka', 'Redis', 'generator', pipeline]
export const eventLoop = 'event loop of the system'
