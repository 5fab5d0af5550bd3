import { plural } from '../counts.ts'
import type { MachineHealth } from '../result/circumstances.ts'
import type { Warning } from '../result/document.ts'
import { warning } from '../result/warning.ts'
import { policy } from './policy.ts'

/**
 * From the share at which steal makes a run invalid: time is missing alike whether a guest on the
 * same host or a program on the same machine has it. It only warns, because a program takes its
 * time in small turns from both arms, and where it does not, the negative controls move and say so.
 */
const shareMost = policy.stealPercentLimit / 100

/**
 * Load that came after the start is told here; what the machine was like at the start, before
 * measuring.
 */
export function othersWarning({
  othersCpuCores: used,
  machineCores: all,
}: MachineHealth): Warning[] {
  if (used === undefined || all === undefined) return []
  // As printed: "0.2, expected at most 0.2" would be no sentence.
  const [state, most] = [used.toFixed(1), (shareMost * all).toFixed(1)]
  if (Number(state) <= Number(most)) return []
  const message =
    `others used ${state} of ${plural(all, 'core')} on average during the run, ` +
    `expected at most ${most}: intervals are wider than on a quiet machine`
  return [warning('busy-machine', message)]
}
