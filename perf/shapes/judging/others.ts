import { plural } from '../../counts.ts'
import type { MachineHealth } from '../../result/circumstances.ts'

/**
 * What others took of the machine while a load went on. Of all cores: a run that keeps half of a
 * machine busy waits half as long again when others take a tenth of it, and three times as long
 * when they take a quarter (a single queue's wait goes with p/(1-p), its busy share: 1 at 0.5, 1.5
 * at 0.6, 3 at 0.75). The first is told. From the second on a promise of latency or rate that was
 * missed says nothing of the system; less is no excuse, or every slow system had one wherever
 * somebody else does something.
 */
const othersPolicy = { shareTold: 0.1, shareExcuses: 0.25 } as const

export interface OthersSeen {
  readonly said: string
  /** So much that what was late or too little may be their doing. */
  readonly excuses: boolean
}

/** Undefined where it was little, or nobody could see it. */
export function othersSeen({
  othersCpuCores: used,
  machineCores: all = 1,
}: Pick<MachineHealth, 'othersCpuCores' | 'machineCores'>): OthersSeen | undefined {
  if (used === undefined || used <= othersPolicy.shareTold * all) return undefined
  return {
    said: `others used ${used.toFixed(2)} of ${plural(all, 'core')} over the run: latency and rate are theirs, too`,
    excuses: used > othersPolicy.shareExcuses * all,
  }
}
