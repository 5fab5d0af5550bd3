import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { type Environment, foldersFrom, repositoryFolder } from '../config.ts'
import { plural } from '../counts.ts'
import { KnownFailure } from '../errors.ts'
import type { Flags } from '../flags.ts'
import { openRunLedger, type RunLedger } from '../lifecycle/run-ledger.ts'
import { sweepDeadRuns } from '../lifecycle/sweep.ts'
import { readMachineFacts } from '../machine/fingerprint.ts'
import { laneOf } from '../machine/lane.ts'
import { tolerancesFileName } from '../result/tolerances.ts'
import { nothingPlanted } from '../selftest/assess.ts'
import { plantedChanges } from '../selftest/changes.ts'
import { learnedTolerances } from '../selftest/learned-tolerances.ts'
import { scenariosOf, type SelfTestOptions, selfTestOptions } from '../selftest/options.ts'
import { countsAs, planRounds, type RoundKind } from '../selftest/plan.ts'
import { patchHash } from '../selftest/patch-files.ts'
import { plantChanges, type PlantedClone } from '../selftest/planted-clone.ts'
import { type JudgeRound, roundsOfLane, selfCheck } from '../selftest/record.ts'
import { appendRound, readRecord } from '../selftest/record-folder.ts'
import { roundOfResult } from '../selftest/round-of-result.ts'
import { runCheck } from '../selftest/run-check.ts'
import { minutesAndSeconds, scoreTable } from '../selftest/score-table.ts'
import type { RunScope } from './check.ts'

/**
 * `npm run selftest`: judges the judge. Plants changes whose truth is known, lets the ordinary check look at
 * each, and writes what came of it to the record, a file per round as soon as it is over. It can be stopped at
 * any time; started again, it goes on with what the record lacks.
 */
export interface SelfTestRequest {
  readonly flags: Flags
  readonly environment: Environment
  readonly scope: RunScope
  readonly say: (line: string) => void
}

interface Bench extends Pick<SelfTestRequest, 'scope' | 'say'> {
  readonly options: SelfTestOptions
  readonly lane: string
  readonly baselines: string
  readonly ledger: RunLedger
  readonly clone: PlantedClone
}

/** True when every round of this session went as its truth demands. */
export async function selfTest(request: SelfTestRequest): Promise<boolean> {
  const { flags, environment, scope, say } = request
  const options = selfTestOptions(flags)
  const { runs, baselines } = foldersFrom(environment)
  const lane = flags.lane ?? laneOf(readMachineFacts(), environment)
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
  const bench = { options, lane, baselines, ledger, clone, scope, say }
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

function kindOf(name: string, options: SelfTestOptions): RoundKind {
  return {
    change: name,
    patch: name === selfCheck ? null : patchHash(name),
    profile: options.profile,
    scenarioGlob: scenariosOf(name, options),
  }
}

/** Two checks in a row that come to no result are no accident. */
const failuresMost = 2

async function runRounds(bench: Bench, plan: readonly string[]): Promise<JudgeRound[]> {
  const rounds: JudgeRound[] = []
  let failures = 0
  for (const [index, name] of plan.entries()) {
    const prefix = `${index + 1}/${plan.length} ${name}`
    bench.say(`${prefix}: measuring`)
    try {
      const round = await runRound(bench, name)
      const file = relative(repositoryFolder, appendRound(bench.baselines, round))
      writeTolerances(bench)
      rounds.push(round)
      failures = 0
      bench.say(`${prefix}: ${summaryOf(round)} (${file})`)
    } catch (failure) {
      failures += 1
      // An interrupt ends the check, too: what then fails is no failure of the round.
      const stopped = bench.scope.closing.disposed
      if (stopped || failures === failuresMost || !(failure instanceof KnownFailure)) throw failure
      bench.say(`${prefix}: no result, ${failure.message}`)
    }
  }
  return rounds
}

/** The reports of a change's last round stay, for whoever wants to read what its comment said. */
async function runRound({ options, ledger, clone, lane, scope }: Bench, name: string) {
  const kind = kindOf(name, options)
  const outFolder = join(options.outFolder, name)
  rmSync(outFolder, { recursive: true, force: true })
  const { result, durationMs } = await runCheck({
    ledger,
    closing: scope.closing,
    repository: clone.folder,
    base: clone.commit,
    head: clone.planted.get(name) ?? clone.commit,
    outFolder,
    flags: [
      `--profile=${options.profile}`,
      `--scenario=${kind.scenarioGlob}`,
      `--seed=${crypto.getRandomValues(new Uint32Array(1))[0] ?? 0}`,
      `--lane=${lane}`,
      ...options.handedOn,
    ],
  })
  const truth = plantedChanges.find((change) => change.name === name) ?? nothingPlanted
  const { change, patch, scenarioGlob } = kind
  const { countsInstructions } = options
  const about = { change, patch, truth, scenarioGlob, countsInstructions }
  return roundOfResult({ ...about, result, durationMs })
}

function summaryOf({ assessment, causeRight, durationMs, outcome }: JudgeRound): string {
  const cause = causeRight === null ? '' : `, cause ${causeRight ? 'right' : 'not named'}`
  return `${assessment} (${outcome}${cause}) in ${minutesAndSeconds(durationMs)}`
}

function recordedOf({ options, baselines, lane }: Bench): JudgeRound[] {
  const names = new Set(options.names)
  return roundsOfLane(readRecord(baselines), lane).filter(
    ({ change, profile }) => names.has(change) && profile === options.profile,
  )
}

/**
 * From the whole record of the lane each time, so that a file that is gone comes back the same. Into the
 * clone, too, whose checks are to know at once what the rounds before them taught.
 */
function writeTolerances({ baselines, lane, clone }: Bench): void {
  const learned = learnedTolerances(readRecord(baselines), lane)
  if (learned === undefined) return
  for (const folder of [baselines, join(clone.folder, relative(repositoryFolder, baselines))]) {
    const path = join(folder, lane, tolerancesFileName)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, `${JSON.stringify(learned, undefined, 2)}\n`)
  }
}
