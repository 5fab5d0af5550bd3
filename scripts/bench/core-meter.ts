import { CpuClock } from '../../perf/probes/cpu-time.ts'

/** CPU of each part of the machine while something ran, in cores: CPU time by wall time. */
export interface CoresUsed {
  /** Undefined where a part runs on another machine. */
  readonly parts: Readonly<Record<Part, number | undefined>>
  /** This process: what reads the probes. */
  readonly probes: number
  readonly wallMs: number
}

export type Part = 'system' | 'postgres' | 'kafka' | 'redis' | 'generator'

export type PartPids = Readonly<Record<Part, number | undefined>>

const parts: readonly Part[] = ['system', 'postgres', 'kafka', 'redis', 'generator']

export async function meterCores<T>(
  pids: PartPids,
  work: () => Promise<T>,
): Promise<{ readonly value: T; readonly cores: CoresUsed }> {
  const clocks = parts.map((part) => ({ part, clock: clockOf(pids[part]) }))
  const before = new Map(clocks.map(({ part, clock }) => [part, clock?.readNs()]))
  const ownBefore = process.cpuUsage()
  const startedMs = performance.now()
  const value = await work()
  const wallMs = performance.now() - startedMs
  const own = process.cpuUsage(ownBefore)
  const used = clocks.map(({ part, clock }) => {
    const start = before.get(part)
    const spentNs = clock === undefined || start === undefined ? undefined : clock.readNs() - start
    return [part, spentNs === undefined ? undefined : Number(spentNs) / 1e6 / wallMs] as const
  })
  return {
    value,
    cores: {
      parts: Object.fromEntries(used) as CoresUsed['parts'],
      probes: (own.user + own.system) / 1e3 / wallMs,
      wallMs,
    },
  }
}

function clockOf(pid: number | undefined): CpuClock | undefined {
  return pid === undefined ? undefined : new CpuClock(pid)
}
