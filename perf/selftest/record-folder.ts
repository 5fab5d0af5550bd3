import { existsSync, mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { judgeRecordFolderName } from '../result/judge-figures.ts'
import { readCapped } from '../result/read.ts'
import { patchHash, patchPath } from './patch-files.ts'
import { type JudgeRecord, type JudgeRound, maxRoundBytes, parseRound } from './record.ts'

/**
 * `<baselines>/<lane>/judge-record/<time>-<change>-<seed>.json`: a file per round, so that rounds
 * made on several machines never conflict and a stopped record is a shorter record.
 */
const suffix = '.json'

/**
 * Of all lanes that stand in `baselines`. A round of a patch that plants something else by now says
 * nothing of what has its name today, and is passed over. Throws KnownFailure('input') for a broken
 * file.
 */
export function readRecord(baselines: string): JudgeRecord {
  const all = allRounds(baselines)
  return { rounds: all.filter(isOfToday(all)) }
}

/** What `readRecord` leaves out; a change whose only rounds are here has none. */
export function readPassedOver(baselines: string): JudgeRound[] {
  const all = allRounds(baselines)
  const isToday = isOfToday(all)
  return all.filter((round) => !isToday(round))
}

function allRounds(baselines: string): JudgeRound[] {
  const rounds = roundFiles(baselines).flatMap((path) => {
    const text = readCapped(path, maxRoundBytes)
    return text === undefined ? [] : [parseRound(text, path)]
  })
  return rounds.toSorted((a, b) => (a.takenAt < b.takenAt ? -1 : 1))
}

function isOfToday(rounds: readonly JudgeRound[]): (round: JudgeRound) => boolean {
  const today = hashesOf(rounds)
  return ({ change, patch }) => patch === null || today.get(change) === patch
}

/** By the change's name; one whose patch is gone is not there. */
function hashesOf(rounds: readonly JudgeRound[]): ReadonlyMap<string, string> {
  const planted = rounds.filter(({ patch }) => patch !== null).map(({ change }) => change)
  const known = [...new Set(planted)].filter((change) => existsSync(patchPath(change)))
  return new Map(known.map((change) => [change, patchHash(change)]))
}

/** Returns the path. Written aside and renamed: a reader never meets half a round. */
export function appendRound(baselines: string, round: JudgeRound): string {
  const path = join(baselines, round.fingerprint.lane, judgeRecordFolderName, fileName(round))
  mkdirSync(dirname(path), { recursive: true })
  const partial = `${path}.partial`
  writeFileSync(partial, serialiseRound(round))
  renameSync(partial, path)
  return path
}

/** A line per scenario and member: compact, and a diff still shows what came. */
export function serialiseRound({ scenarios, ...about }: JudgeRound): string {
  const members = Object.entries(about).map(
    ([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`,
  )
  const measured = scenarios.map((scenario) => JSON.stringify(scenario)).join(',\n')
  return `{\n${members.join(',\n')},\n"scenarios":[\n${measured}\n]\n}\n`
}

export function roundFiles(baselines: string): string[] {
  if (!existsSync(baselines)) return []
  const lanes = readdirSync(baselines, { withFileTypes: true }).filter((it) => it.isDirectory())
  return lanes.flatMap(({ name: lane }) => {
    const folder = join(baselines, lane, judgeRecordFolderName)
    if (!existsSync(folder)) return []
    const names = readdirSync(folder).filter((name) => name.endsWith(suffix))
    return names.toSorted().map((name) => join(folder, name))
  })
}

function fileName(round: JudgeRound): string {
  const time = round.takenAt.replace(/\.\d+Z$/, 'Z').replaceAll(/[-:]/g, '')
  return `${time}-${round.change}-${round.seed}${suffix}`
}
