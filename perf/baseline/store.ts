import { existsSync, readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { readCapped } from '../result/read.ts'
import { tolerancesFileName } from '../result/tolerances.ts'
import { type Baseline, maxBaselineBytes, parseBaseline } from './document.ts'

export interface LaneBaselines {
  readonly lane: string
  /** By scenario. */
  readonly own: ReadonlyMap<string, Baseline>
  /** Scenarios that only other lanes know; of several lanes the first by name. */
  readonly others: ReadonlyMap<string, Baseline>
}

const suffix = '.json'

/** `folder` holds one folder per lane. Throws KnownFailure('input') for a broken document. */
export function readBaselines(folder: string, lane: string): LaneBaselines {
  const own = readLane(folder, lane)
  const others = new Map<string, Baseline>()
  for (const other of lanesOf(folder).filter((name) => name !== lane)) {
    for (const [scenario, baseline] of readLane(folder, other)) {
      if (!own.has(scenario) && !others.has(scenario)) others.set(scenario, baseline)
    }
  }
  return { lane, own, others }
}

/** Sorted names of the lanes that have a folder. */
export function lanesOf(folder: string): string[] {
  if (!existsSync(folder)) return []
  const entries = readdirSync(folder, { withFileTypes: true })
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .toSorted()
}

export function readLane(folder: string, lane: string): Map<string, Baseline> {
  const found = new Map<string, Baseline>()
  for (const path of baselineFiles(folder, lane)) {
    const text = readCapped(path, maxBaselineBytes)
    if (text !== undefined) found.set(basename(path, suffix), parseBaseline(text, path))
  }
  return found
}

export function baselineFiles(folder: string, lane: string): string[] {
  const laneFolder = join(folder, lane)
  if (!existsSync(laneFolder)) return []
  return readdirSync(laneFolder)
    .filter((name) => name.endsWith(suffix) && name !== tolerancesFileName)
    .toSorted()
    .map((name) => join(laneFolder, name))
}

export function baselinePath(folder: string, lane: string, scenario: string): string {
  return join(folder, lane, `${scenario}${suffix}`)
}
