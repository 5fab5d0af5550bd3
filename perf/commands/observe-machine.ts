import { cpus, loadavg } from 'node:os'
import type { RunConfig } from '../config.ts'
import { probeFdatasync } from '../doctor/fdatasync.ts'
import { readCpuJiffies, stealPercent } from '../probes/cpu-steal.ts'
import { readCpuUse } from '../probes/others-cpu.ts'
import type { MachineHealth } from '../result/circumstances.ts'
import { busyNote } from './busy-machine.ts'

/** Watches the machine from now, or from the last `restart`, until `health` is asked for. */
export interface MachineObservation {
  health(): MachineHealth
  restart(): void
  /** What to say before measuring, where something else keeps the machine busy. */
  readonly busy: string | undefined
}

export async function observeMachine(config: RunConfig): Promise<MachineObservation> {
  const loadAverage1 = loadavg()[0] ?? 0
  const quiet = readCpuUse()
  // The disk leaves the CPUs to others: whatever keeps them busy meanwhile is not this run.
  const disk = await probeFdatasync(config.folders.cache)
  const busy = busyNote(quiet, readCpuUse(), cpus().length)
  let before = readCpuJiffies()
  return {
    busy,
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
