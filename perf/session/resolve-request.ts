import { join } from 'node:path'
import type { RunConfig } from '../config.ts'
import { resolveRevisions, type Revisions } from '../target/revisions.ts'
import type { SessionProgress } from './open-session.ts'
import { makeOutFolder } from './out-folder.ts'
import { selectScenarios } from './run-scenarios.ts'

/**
 * All of a request that can be refused before the machine is looked at and anything is started:
 * names of scenarios, refs, the folder for the results. Returns what base and head are.
 */
export async function resolveRequest(
  config: RunConfig,
  progress: Pick<SessionProgress, 'phase'>,
): Promise<Revisions> {
  selectScenarios(config.scenarioGlob)
  progress.phase('revisions', 'Resolving base and head')
  const revisions = await resolveRevisions(config)
  await makeOutFolder(join(config.outFolder, 'recordings'))
  return revisions
}
