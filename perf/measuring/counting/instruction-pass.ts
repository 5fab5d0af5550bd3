import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { KnownFailure } from '../../errors.ts'
import { instructionsPerOperation } from '../../instructions/clock.ts'
import { functionCosts } from '../../instructions/function-costs.ts'
import type { ArmIntervals } from '../../instructions/function-instructions.ts'
import { toolsOf } from '../../instructions/tools.ts'
import { valgrindVersion } from '../../instructions/valgrind.ts'
import { startLoadGenerator } from '../../load/generator.ts'
import type { ArmName } from '../../result/document.ts'
import type { InstructionReading, Instructions } from '../../result/evidence.ts'
import type { SerialWork } from '../kinds/kind.ts'
import type { Workbench } from '../workbench.ts'
import { countBackends } from './backend-instructions.ts'
import type { InstructionArm } from './instruction-intervals.ts'
import { countSystem } from './system-instructions.ts'

/**
 * Instructions per operation, of the Postgres backends and of the system process, under Valgrind: a
 * cost that neither neighbours nor the machine's speed can move. Both arms work at the same time,
 * each on processes of its own; while one of the two kinds of process is counted, the other runs at
 * full speed. What it does not see is waiting.
 */
export async function countInstructions(
  bench: Workbench,
  scenario: string,
  work: SerialWork,
  note: (message: string) => void,
): Promise<Instructions> {
  const valgrind = await valgrindVersion()
  if (valgrind === undefined) {
    return skipped('valgrind is not installed, expected the Debian package valgrind')
  }
  try {
    return await count(bench, scenario, work, { valgrind, note })
  } catch (failure) {
    if (!(failure instanceof KnownFailure) || failure.code === 'interrupted') throw failure
    return skipped(failure.message)
  } finally {
    // Dumps and a server's files; a second measurement of this run makes them anew.
    rmSync(folderOf(bench, scenario), { recursive: true, force: true })
  }
}

const folderOf = (bench: Workbench, scenario: string) =>
  join(bench.ledger.folder, 'instructions', scenario)

const reasonMost = 1_000

function skipped(reason: string): Instructions {
  return { kind: 'skipped', reason: reason.slice(0, reasonMost) }
}

async function count(
  bench: Workbench,
  scenario: string,
  work: SerialWork,
  { valgrind, note }: { readonly valgrind: string; readonly note: (message: string) => void },
): Promise<Instructions> {
  await using secondGenerator = await startLoadGenerator({ ledger: bench.ledger })
  const arms = {
    base: makeArm(bench, scenario, 'base', bench.generator),
    head: makeArm(bench, scenario, 'head', secondGenerator),
  }
  note('counting instructions under Valgrind: pass 1 of 2, Postgres')
  const { backends, switches, postgres } = await countBackends(bench, scenario, work, arms)
  note('counting instructions under Valgrind: pass 2 of 2, the system')
  const system = await countSystem(bench, scenario, work, arms, switches)
  return {
    kind: 'counted',
    tools: await toolsOf({ valgrind, postgres, armFolders: [arms.base.folder, arms.head.folder] }),
    readings: [readingOf('system', system), readingOf('postgres', backends)],
  }
}

/** A folder for each arm's dumps and compiled code, of names of one length. */
function makeArm(
  bench: Workbench,
  scenario: string,
  arm: ArmName,
  generator: InstructionArm['generator'],
): InstructionArm {
  const workFolder = join(folderOf(bench, scenario), arm)
  mkdirSync(workFolder, { recursive: true })
  const slot = arm === 'base' ? 0 : 1
  return { arm, slot, generator, workFolder, folder: bench.session.arms[arm].folder }
}

function readingOf(
  process: InstructionReading['process'],
  { base, head }: Readonly<Record<ArmName, ArmIntervals>>,
): InstructionReading {
  const valuesOf = ({ work, idle, operations }: ArmIntervals) =>
    instructionsPerOperation(work, idle, operations).map(Math.round)
  return {
    process,
    base: valuesOf(base),
    head: valuesOf(head),
    functions: functionCosts(base, head),
  }
}
