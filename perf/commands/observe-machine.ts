import { cpus, loadavg } from 'node:os'
import type { RunConfig } from '../config.ts'
import { probeFdatasync } from '../doctor/fdatasync.ts'
import type { Environment } from '../environment/environment.ts'
import { stealPercent } from '../probes/cpu-steal.ts'
import { othersShare, readCpuUse, readRunCpuUse } from '../probes/others-cpu.ts'
import type { MachineHealth } from '../result/circumstances.ts'
import { busyNote } from './busy-machine.ts'

/** Where the run's services are: what they use is not used by others. */
export type Services = {
  readonly [Name in 'postgres' | 'redis' | 'kafka']: Pick<Environment[Name], 'rootPid'>
}

/** Watches the machine from now, or from the last `restart`, until `health` is asked for. */
export interface MachineObservation {
  health(services: Services): MachineHealth
  restart(services: Services): void
  /** What to say before measuring, where something else keeps the machine busy. */
  readonly busy: string | undefined
}

export async function observeMachine(config: RunConfig): Promise<MachineObservation> {
  const machineCores = cpus().length
  const loadAverage1 = loadavg()[0] ?? 0
  const atStart = readCpuUse()
  // The disk leaves the CPUs to others: whatever keeps them busy meanwhile is not this run.
  const disk = await probeFdatasync(config.folders.cache)
  const busy = busyNote(atStart, readCpuUse(), machineCores)
  let before = readRunCpuUse([])
  return {
    busy,
    health(services) {
      const rootPids = rootPidsOf(services)
      const now = readRunCpuUse(rootPids ?? [])
      const share = rootPids === undefined ? undefined : othersShare(before, now)
      return {
        stealPercent: stealPercent(before.jiffies, now.jiffies),
        fdatasyncMsP50: disk.p50,
        fdatasyncMsP99: disk.p99,
        loadAverage1,
        ...(share === undefined ? {} : { othersCpuCores: share * machineCores, machineCores }),
      }
    },
    restart(services) {
      before = readRunCpuUse(rootPidsOf(services) ?? [])
    },
  }
}

/** Undefined where one is out of sight: on this machine it would pass for somebody else's. */
function rootPidsOf({ postgres, redis, kafka }: Services): number[] | undefined {
  const pids = [postgres, redis, kafka].map(({ rootPid }) => rootPid)
  return pids.every((pid) => pid !== undefined) ? pids : undefined
}
