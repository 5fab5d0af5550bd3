import { rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { KnownFailure } from '../errors.ts'
import type { RunLedger } from '../lifecycle/run-ledger.ts'
import { nothingPlanted } from './assess.ts'
import { plantedChanges } from './changes.ts'
import { scenariosOf, type SelfTestOptions } from './options.ts'
import { patchHash } from './patch-files.ts'
import type { RoundKind } from './plan.ts'
import type { PlantedClone } from './planted-clone.ts'
import { type JudgeRound, selfCheck } from './record.ts'
import { appendRound } from './record-folder.ts'
import { roundOfResult } from './round-of-result.ts'
import { runCheck } from './run-check.ts'
import { minutesAndSeconds } from './score-table.ts'
import { writeTolerances } from './tolerances-file.ts'

/** All that a session of rounds needs; the ledger and whatever is started belong to its caller. */
export interface Bench {
  readonly options: SelfTestOptions
  readonly lane: string
  /** The checkout whose commit is cloned; the record lies in it. */
  readonly repository: string
  readonly baselines: string
  readonly ledger: RunLedger
  readonly closing: AsyncDisposableStack
  readonly clone: PlantedClone
  readonly say: (line: string) => void
}

/** Two checks in a row that come to no result are no accident. */
const failuresMost = 2

/** A round for each name, written to the record as soon as it is over. */
export async function runRounds(bench: Bench, plan: readonly string[]): Promise<JudgeRound[]> {
  const { say, repository } = bench
  const rounds: JudgeRound[] = []
  let failures = 0
  for (const [index, name] of plan.entries()) {
    const prefix = `${index + 1}/${plan.length} ${name}`
    say(`${prefix}: measuring`)
    try {
      const round = await runRound(bench, name)
      const file = relative(repository, appendRound(bench.baselines, round))
      writeTolerances(bench)
      rounds.push(round)
      failures = 0
      say(`${prefix}: ${summaryOf(round)} (${file})`)
    } catch (failure) {
      failures += 1
      // An interrupt ends the check, too: what then fails is no failure of the round.
      const stopped = bench.closing.disposed
      if (stopped || failures === failuresMost || !(failure instanceof KnownFailure)) throw failure
      say(`${prefix}: no result, ${failure.message}`)
    }
  }
  return rounds
}

export function kindOf(name: string, options: SelfTestOptions): RoundKind {
  return {
    change: name,
    patch: name === selfCheck ? null : patchHash(name),
    profile: options.profile,
    scenarioGlob: scenariosOf(name, options),
  }
}

/** The reports of a change's last round stay, for whoever wants to read what its comment said. */
async function runRound(bench: Bench, name: string): Promise<JudgeRound> {
  const { options, ledger, clone, lane, closing } = bench
  const kind = kindOf(name, options)
  const outFolder = join(options.outFolder, name)
  rmSync(outFolder, { recursive: true, force: true })
  const { result, durationMs } = await runCheck({
    ledger,
    closing,
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
