import { setTimeout as sleep } from 'node:timers/promises'
import type { ScenarioRecording } from '../result/recording.ts'
import type { OpenSession } from './open-session.ts'
import { startScenarios } from './run-scenarios.ts'
import type { SessionTask } from './session.ts'

/**
 * Runs the scenario files for one task. A service that dies ends it at once: its failure says more
 * than the timeouts that follow it. `closing` is what an interrupt closes.
 */
export async function runTask(
  { session, ledger, environment }: OpenSession,
  task: SessionTask,
  closing: AsyncDisposableStack,
): Promise<ScenarioRecording[]> {
  // Opened last, so that whoever closes the scope ends the load before the services under it.
  await using run = closing.use(await startScenarios({ ...session, task }, ledger))
  const died = environment.died ?? new Promise<never>(() => {})
  const told = () => Promise.race([died, sleep(deathIsToldWithinMs, undefined, { ref: false })])
  let recordings: ScenarioRecording[]
  try {
    recordings = await Promise.race([run.recordings, died.then(rejected)])
  } catch (failure) {
    throw (await told()) ?? failure
  }
  const death = recordings.some(({ failure }) => failure !== undefined) ? await told() : undefined
  if (death !== undefined) throw death
  return recordings
}

/**
 * The load, or a system, may fail by a service's death a little before the death itself is known.
 */
const deathIsToldWithinMs = 1_000

function rejected(failure: Error): never {
  throw failure
}
