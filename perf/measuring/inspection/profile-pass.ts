import { longestLoopBlocks } from '../../explain/evidence/loop-blocks.ts'
import { type ArmProfile, compareProfiles } from '../../explain/evidence/compare-profiles.ts'
import { retainedMemory } from '../../explain/evidence/retained.ts'
import { comparePlans, compareStatements } from '../../explain/evidence/statement-evidence.ts'
import { waitsOf } from '../../explain/evidence/waits.ts'
import { seededRandom } from '../../load/random.ts'
import { schemaChanges } from '../../probes/postgres-schema.ts'
import type { ArmName } from '../../result/document.ts'
import type { ScenarioEvidence } from '../../result/evidence.ts'
import { sliceOrder, tossOrder } from '../generation/coin.ts'
import type { KindMeasure } from '../kinds/kind.ts'
import type { Workbench } from '../workbench.ts'
import { inspect, type Inspection, inspectionLimits } from './inspection.ts'
import { readArmSource } from './profile-source.ts'

export type InspectionEvidence = Pick<
  ScenarioEvidence,
  'profiles' | 'plans' | 'waits' | 'statements' | 'schema' | 'retained'
>

/** Two processes of each arm: what only one of them shows is that process's luck. */
const inspectionsPerArm = 2

/**
 * Inspections of both arms under the load in which they were seen to differ, fresh processes in an
 * order by the coin. They come after everything that is timed, and only for a scenario that
 * regressed, so they cost the measurement nothing.
 */
export async function inspectArms(
  bench: Workbench,
  scenario: string,
  { underLoad }: KindMeasure,
): Promise<InspectionEvidence> {
  if (underLoad === undefined) return {}
  const [first] = tossOrder(seededRandom(bench.session.seed))
  const inspections: Inspection[] = []
  for (const [index, arm] of sliceOrder(first, inspectionsPerArm).entries()) {
    inspections.push(
      await inspect(bench, arm, `p${scenario.slice(0, 2)}${arm[0]}${index}`, underLoad),
    )
  }
  return evidenceOf(
    await armInspections(inspections, 'base'),
    await armInspections(inspections, 'head'),
  )
}

interface ArmInspections {
  readonly inspections: readonly Inspection[]
  readonly profile: ArmProfile
}

async function armInspections(all: readonly Inspection[], arm: ArmName): Promise<ArmInspections> {
  const inspections = all.filter((inspection) => inspection.arm === arm)
  const profiles = inspections.map(({ profile }) => profile)
  const covered = inspections.flatMap((inspection) => inspection.covered)
  const source = await readArmSource(inspections[0]?.armFolder ?? '', profiles, covered)
  return { inspections, profile: { runs: inspections, source } }
}

function evidenceOf(base: ArmInspections, head: ArmInspections): InspectionEvidence {
  const heapOf = ({ inspections, profile: { source } }: ArmInspections) => ({
    runs: inspections,
    source,
  })
  const waits = ({ inspections, profile }: ArmInspections) => ({
    ...waitsOf(inspections),
    blocks: longestLoopBlocks(profile.runs, profile.source),
  })
  return {
    profiles: compareProfiles(base.profile, head.profile, inspectionLimits.samplingUs),
    retained: retainedMemory(heapOf(base), heapOf(head)),
    statements: compareStatements(base.inspections, head.inspections),
    plans: comparePlans(base.inspections, head.inspections),
    schema: schemaChanges(base.inspections[0]?.schema ?? [], head.inspections[0]?.schema ?? []),
    waits: { base: waits(base), head: waits(head) },
  }
}
