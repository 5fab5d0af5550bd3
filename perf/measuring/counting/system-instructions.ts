import type { ArmIntervals } from '../../instructions/function-instructions.ts'
import { countedLaunch, CountedNode } from '../../instructions/node-under-callgrind.ts'
import type { ArmName } from '../../result/document.ts'
import { target } from '../../target/contract.ts'
import { bothArms } from '../generation/both-arms.ts'
import { startStation } from '../generation/pair.ts'
import type { SerialWork } from '../kinds/kind.ts'
import type { Workbench } from '../workbench.ts'
import {
  countIntervals,
  type InstructionArm,
  settled,
  withPauses,
} from './instruction-intervals.ts'

/** What Valgrind has translated without counting, it translates again. */
const retranslatedOperations = 10
const host = '127.0.0.1'

/** Both arms' system processes under callgrind, on the services that the run has anyway. */
export function countSystem(
  bench: Workbench,
  scenario: string,
  work: SerialWork,
  arms: Readonly<Record<ArmName, InstructionArm>>,
  switches: Readonly<Record<ArmName, readonly string[]>>,
): Promise<Record<ArmName, ArmIntervals>> {
  return bothArms(async (name) => {
    const { arm, slot, folder, workFolder, generator } = arms[name]
    const label = `i${scenario.slice(0, 2)}s${arm[0]}`
    const how = countedLaunch(workFolder, switches[arm])
    await using started = await startStation(bench, arm, label, { slot, how })
    const station = { ...started, generator }
    const { pid } = station.system
    const request = { pid, folder: workFolder, armFolder: folder, ledger: bench.ledger, host }
    const counted = new CountedNode(request)
    await work.run(withPauses(station), settled(work), 0)
    await counted.startCounting(() => station.system.client.get(target.healthPath.metrics))
    await work.run(withPauses(station), Math.min(retranslatedOperations, work.settleOperations), 0)
    await station.system.quiesce()
    // Awaited here: the system must live until the last reading.
    return await countIntervals(station, work, counted)
  })
}
