import { setTimeout as sleep } from 'node:timers/promises'
import { withoutBursts } from '../../instructions/bursts.ts'
import type { ArmIntervals, MeasuredInterval } from '../../instructions/function-instructions.ts'
import type { LoadGenerator } from '../../load/load.ts'
import type { ArmName } from '../../result/document.ts'
import type { Station } from '../generation/pair.ts'
import type { SerialWork } from '../kinds/kind.ts'

/** One arm of the instruction pass. */
export interface InstructionArm {
  readonly arm: ArmName
  readonly slot: 0 | 1
  /** The checkout. */
  readonly folder: string
  /** For dumps and compiled code. */
  readonly workFolder: string
  readonly generator: LoadGenerator
}

/** Whatever is counted: the system process, or the backends of its database. */
export interface Counted {
  /** Throws away what was executed so far. */
  mark(): Promise<void>
  /** What was executed since the last mark or reading. */
  read(): Promise<MeasuredInterval>
}

/** For what follows an answer: events published, consumed and projected. */
const quietMs = 400
/**
 * What still goes on by itself, with the target's timers at rest, has a period shorter than this or
 * of 20 s.
 */
const idleMs = 1_000
const intervalsMost = 4
const settleFactor = 2

/**
 * Intervals of equal work, one after the other in one process, with an idle one before and one
 * after. The system is asked whether it is quiet only between the readings, because the asking is
 * work as well.
 */
export async function countIntervals(
  station: Station,
  work: SerialWork,
  counted: Counted,
): Promise<ArmIntervals> {
  const intervals = Math.min(intervalsMost, work.operations)
  const operations = Math.max(1, Math.floor(work.operations / intervals))
  const quietly = withPauses(station)
  const measured: ArmIntervals & { work: MeasuredInterval[]; idle: MeasuredInterval[] } = {
    work: [],
    idle: [],
    operations,
  }
  const idle = async (): Promise<void> => {
    await counted.mark()
    await sleep(idleMs)
    measured.idle.push(await counted.read())
  }
  await idle()
  for (let interval = 0; interval < intervals; interval += 1) {
    await counted.mark()
    await work.run(quietly, operations, 0)
    measured.work.push(await counted.read())
    await station.system.quiesce()
  }
  await idle()
  return { ...measured, work: withoutBursts(measured.work) }
}

/**
 * Operations before counting: more than elsewhere, because every pooled connection plans each of
 * its statements once, and which of them runs a statement is chance.
 */
export function settled(work: SerialWork): number {
  return work.settleOperations * settleFactor
}

/** In place of asking, a pause that is long enough to be the last. */
export function withPauses(station: Station): Station {
  const system = { ...station.system, quiesce: () => sleep(quietMs) }
  return { ...station, system }
}
