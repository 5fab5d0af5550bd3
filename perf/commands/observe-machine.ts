import { loadavg } from 'node:os'
import type { RunConfig } from '../config.ts'
import { probeFdatasync } from '../doctor/fdatasync.ts'
import { readCpuJiffies, stealPercent } from '../probes/cpu-steal.ts'
import type { MachineHealth } from '../result/circumstances.ts'

/** Watches the machine from now, or from the last `restart`, until `health` is asked for. */
export interface MachineObservation {
  health(): MachineHealth
  restart(): void
}

export async function observeMachine(config: RunConfig): Promise<MachineObservation> {
  const loadAverage1 = loadavg()[0] ?? 0
  const disk = await probeFdatasync(config.folders.cache)
  let before = readCpuJiffies()
  return {
    health: () => ({
      stealPercent: stealPercent(before, readCpuJiffies()),
      fdatasyncMsP50: disk.p50,
      fdatasyncMsP99: disk.p99,
      loadAverage1,
    }),
    restart() {
      before = readCpuJiffies()
    },
  }
}
