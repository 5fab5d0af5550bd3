import { KnownFailure } from '../../errors.ts'
import type { ArmName } from '../../result/document.ts'
import type { SystemProcess } from '../../target/system-process.ts'

/** A system of which every failure says whose it is. */
export function blamedSystem(arm: ArmName, system: SystemProcess): SystemProcess {
  return {
    ...system,
    guard: (work) => blaming(arm, system.guard(work)),
    quiesce: () => blaming(arm, system.quiesce()),
  }
}

/**
 * Work that needs one arm's system. Where the system fails at it, the failure says whose system
 * that was; what a service, the load generator or the disk did is nobody's of the two.
 */
export async function blaming<T>(arm: ArmName, work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (failure) {
    throw failure instanceof KnownFailure ? blamedOn(arm, failure) : failure
  }
}

function blamedOn(arm: ArmName, failure: KnownFailure): KnownFailure {
  const { code, message, cause, remedy } = failure
  if (code !== 'target' || failure.arms.length > 0) return failure
  return new KnownFailure(code, message, { cause, remedy, arms: [arm] })
}
