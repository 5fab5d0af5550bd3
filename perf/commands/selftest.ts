import { join } from 'node:path'
import { type Environment, repositoryFolder, runConfig } from '../config.ts'
import { plural } from '../counts.ts'
import type { Flags } from '../flags.ts'
import { openRunLedger } from '../lifecycle/run-ledger.ts'
import { sweepDeadRuns } from '../lifecycle/sweep.ts'
import { readMachineFacts } from '../machine/fingerprint.ts'
import { laneOf } from '../machine/lane.ts'
import { type SelfTestOptions, selfTestOptions } from '../selftest/options.ts'
import { countsAs, planRounds } from '../selftest/plan.ts'
import { plantChanges } from '../selftest/planted-clone.ts'
import { type JudgeRound, roundsOfLane, selfCheck } from '../selftest/record.ts'
import { readRecord } from '../selftest/record-folder.ts'
import { type Bench, kindOf, runRounds } from '../selftest/run-rounds.ts'
import { scoreTable } from '../selftest/score-table.ts'
import { writeTolerances } from '../selftest/tolerances-file.ts'
import { makeOutFolder } from '../session/out-folder.ts'
import { selectScenarios } from '../session/run-scenarios.ts'
import type { RunScope } from './check.ts'

/**
 * `npm run selftest`: judges the judge. Plants changes whose truth is known, lets the ordinary
 * check look at each, and writes what came of it to the record, a file per round as soon as it is
 * over. It can be stopped at any time; started again, it goes on with what the record lacks.
 */
export interface SelfTestRequest {
  readonly flags: Flags
  readonly environment: Environment
  readonly scope: RunScope
  readonly say: (line: string) => void
}

/** True when every round of this session went as its truth demands. */
export async function selfTest(request: SelfTestRequest): Promise<boolean> {
  const { flags, environment, scope, say } = request
  const options = selfTestOptions(flags)
  // What every check would refuse is refused here, once.
  const config = runConfig(flags, environment)
  if (options.scenarioGlob !== undefined) selectScenarios(options.scenarioGlob)
  await makeOutFolder(options.outFolder)
  const { runs, baselines } = config.folders
  const lane = config.lane ?? laneOf(readMachineFacts(), environment)
  const plan = planned(options, baselines, lane).slice(0, options.roundsMost)
  say(`${plural(plan.length, 'round')} to run on ${lane}: ${inTotal(plan)}`)
  await sweepDeadRuns(runs)
  const ledger = scope.closing.use(await openRunLedger(runs))
  scope.ledger = ledger
  const clone = await plantChanges({
    repository: repositoryFolder,
    folder: join(ledger.folder, 'planted'),
    changes: [...new Set(plan)].filter((name) => name !== selfCheck),
  })
  const { closing } = scope
  const places = { repository: repositoryFolder, baselines, lane }
  const bench = { options, ...places, ledger, closing, clone, say }
  writeTolerances(bench)
  const rounds = await runRounds(bench, plan)
  say(scoreTable(options.quick ? rounds : recordedOf(bench)))
  return rounds.every(({ assessment }) => assessment === 'caught' || assessment === 'clean')
}

/** `45 of self-check, 15 of cpu-5`: in which order they come is told as they come. */
function inTotal(plan: readonly string[]): string {
  const counts = Map.groupBy(plan, (name) => name)
  const texts = [...counts].map(([name, { length }]) =>
    length === 1 ? name : `${length} of ${name}`,
  )
  return texts.join(', ') || 'the record has them all'
}

function planned(options: SelfTestOptions, baselines: string, lane: string): string[] {
  const { names, rounds, quick } = options
  // A demonstration, in which one self-check is enough and nothing counts as done.
  if (quick) return [...names]
  const recorded = roundsOfLane(readRecord(baselines), lane)
  const done = (name: string) => {
    const kind = kindOf(name, options)
    return recorded.filter((round) => countsAs(round, kind)).length
  }
  return planRounds({ names, rounds, done })
}

function recordedOf({ options, baselines, lane }: Bench): JudgeRound[] {
  const names = new Set(options.names)
  return roundsOfLane(readRecord(baselines), lane).filter(
    ({ change, profile }) => names.has(change) && profile === options.profile,
  )
}
