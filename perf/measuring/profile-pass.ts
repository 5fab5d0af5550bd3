import { longestBlocks } from '../explain/inside/blocks.ts'
import { type ArmProfile, compareProfiles } from '../explain/inside/compare-profiles.ts'
import { retainedMemory } from '../explain/inside/retained.ts'
import { comparePlans, compareStatements } from '../explain/inside/statement-evidence.ts'
import { waitsOf } from '../explain/inside/waits.ts'
import { seededRandom } from '../load/random.ts'
import { schemaChanges } from '../probes/postgres-schema.ts'
import type { ArmName } from '../result/document.ts'
import type { ScenarioEvidence } from '../result/evidence.ts'
import { sliceOrder, tossOrder } from './coin.ts'
import type { KindMeasure } from './kind.ts'
import { type Look, lookAt, lookLimits } from './profile-look.ts'
import { readArmSource } from './profile-source.ts'
import type { Workbench } from './workbench.ts'

/**
 * The explaining pass: both arms under the load in which they were seen to differ, fresh processes in an
 * order by the coin, each with an inspector open. It runs after everything that is timed, and only for a
 * scenario that regressed, so it costs the measurement nothing.
 */
export type InsideEvidence = Pick<
  ScenarioEvidence,
  'profiles' | 'plans' | 'waits' | 'statements' | 'schema' | 'retained'
>

/** Two processes of each arm: what only one of them shows is that process's luck. */
const looksPerArm = 2

export async function lookInside(
  bench: Workbench,
  scenario: string,
  { underLoad }: KindMeasure,
): Promise<InsideEvidence> {
  if (underLoad === undefined) return {}
  const [first] = tossOrder(seededRandom(bench.session.seed))
  const looks: Look[] = []
  for (const [index, arm] of sliceOrder(first, looksPerArm).entries()) {
    looks.push(await lookAt(bench, arm, `p${scenario.slice(0, 2)}${arm[0]}${index}`, underLoad))
  }
  return evidenceOf(await armLooks(looks, 'base'), await armLooks(looks, 'head'))
}

interface ArmLooks {
  readonly looks: readonly Look[]
  readonly profile: ArmProfile
}

async function armLooks(all: readonly Look[], arm: ArmName): Promise<ArmLooks> {
  const looks = all.filter((look) => look.arm === arm)
  const profiles = looks.map(({ profile }) => profile)
  const covered = looks.flatMap((look) => look.covered)
  const source = await readArmSource(looks[0]?.armFolder ?? '', profiles, covered)
  return { looks, profile: { runs: looks, source } }
}

function evidenceOf(base: ArmLooks, head: ArmLooks): InsideEvidence {
  const heapOf = ({ looks, profile: { source } }: ArmLooks) => ({ runs: looks, source })
  const waits = ({ looks, profile }: ArmLooks) => ({
    ...waitsOf(looks),
    blocks: longestBlocks(profile.runs, profile.source),
  })
  return {
    profiles: compareProfiles(base.profile, head.profile, lookLimits.samplingUs),
    retained: retainedMemory(heapOf(base), heapOf(head)),
    statements: compareStatements(base.looks, head.looks),
    plans: comparePlans(base.looks, head.looks),
    schema: schemaChanges(base.looks[0]?.schema ?? [], head.looks[0]?.schema ?? []),
    waits: { base: waits(base), head: waits(head) },
  }
}
