import { availableParallelism, loadavg } from 'node:os'
import type { RunConfig } from '../config.ts'
import { probeFdatasync } from '../doctor/fdatasync.ts'
import { readCpuJiffies, stealPercent } from '../probes/cpu-steal.ts'
import { plural } from '../report/numbers.ts'
import type { MachineHealth } from '../result/circumstances.ts'

/** Watches the machine from now, or from the last `restart`, until `health` is asked for. */
export interface MachineObservation {
  health(): MachineHealth
  restart(): void
  /** What to say before measuring, where something else keeps the machine busy. */
  readonly busy: string | undefined
}

export async function observeMachine(config: RunConfig): Promise<MachineObservation> {
  const loadAverage1 = loadavg()[0] ?? 0
  const disk = await probeFdatasync(config.folders.cache)
  let before = readCpuJiffies()
  return {
    busy: busyNote(loadAverage1, availableParallelism()),
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

/** More runs than the cores can take, before this run has started anything. */
export function busyNote(loadAverage1: number, cores: number): string | undefined {
  if (loadAverage1 <= cores) return undefined
  const load = `load average ${loadAverage1.toFixed(1)} on ${plural(cores, 'core')}`
  return `${load}: something else is running, expect wide intervals or an invalid run`
}
