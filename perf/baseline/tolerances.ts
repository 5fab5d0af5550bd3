import { join } from 'node:path'
import { KnownFailure } from '../errors.ts'
import { readCapped } from '../result/read.ts'
import {
  type CounterTolerances,
  maxTolerancesBytes,
  parseTolerances,
  tolerancesFileName,
} from '../result/tolerances.ts'

/**
 * How far counters of equal arms have come apart on this lane; undefined where nobody has learned
 * it yet. Throws KnownFailure('input') for a broken record, or one of another lane.
 */
export function readTolerances(folder: string, lane: string): CounterTolerances | undefined {
  const path = join(folder, lane, tolerancesFileName)
  const text = readCapped(path, maxTolerancesBytes)
  if (text === undefined) return undefined
  const tolerances = parseTolerances(text, path)
  if (tolerances.lane === lane) return tolerances
  const found = JSON.stringify(tolerances.lane.slice(0, 100))
  throw new KnownFailure('input', `${path} is of lane ${found}, expected ${lane}`)
}
