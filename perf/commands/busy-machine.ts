import { busyCost, type CpuUse, isBusy, othersShare, shareOfCores } from '../probes/others-cpu.ts'

/** What to say when others use the CPUs between two readings. */
export function busyNote(before: CpuUse, after: CpuUse, cores: number): string | undefined {
  const share = othersShare(before, after)
  if (share === undefined || !isBusy(share)) return undefined
  return `something else keeps ${shareOfCores(share, cores)} busy: ${busyCost}`
}
