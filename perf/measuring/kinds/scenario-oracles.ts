import type { InvariantResult } from '../../result/document.ts'
import type { ScenarioOracle } from '../../scenarios/scenario.ts'
import type { Station } from '../generation/pair.ts'

const sampleMost = 3

/** What a scenario's own oracles find, in the form in which invariants tell theirs. */
export async function askScenarioOracles(
  { arm, system }: Pick<Station, 'arm'> & { readonly system: Pick<Station['system'], 'client'> },
  oracles: readonly ScenarioOracle[],
): Promise<readonly InvariantResult[]> {
  const results: InvariantResult[] = []
  for (const { id, title, violations } of oracles) {
    const found = await violations(system.client)
    const sample = found.slice(0, sampleMost)
    results.push({ id, title, arm, violations: found.length, sample })
  }
  return results
}
