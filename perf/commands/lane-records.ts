import { readBaselines } from '../baseline/store.ts'
import { readTolerances } from '../baseline/tolerances.ts'
import type { JudgeFigures } from '../result/judge-figures.ts'
import type { CounterTolerances } from '../result/tolerances.ts'
import { judgeFigures } from '../selftest/figures.ts'
import { readRecord } from '../selftest/record-folder.ts'
import { roundsOfLane } from '../selftest/record.ts'

/** Everything that `baselines/<lane>/` keeps; what nobody has recorded yet is undefined. */
export interface LaneRecords {
  readonly baselines: ReturnType<typeof readBaselines>
  readonly tolerances: CounterTolerances | undefined
  /** Of that profile. */
  readonly judge: JudgeFigures | undefined
}

/** Throws KnownFailure('input') for a record that is broken, or of another lane. */
export function readLaneRecords(folder: string, lane: string, profile: string): LaneRecords {
  const record = readRecord(folder)
  const recorded = roundsOfLane(record, lane).length > 0
  return {
    baselines: readBaselines(folder, lane),
    tolerances: readTolerances(folder, lane),
    judge: recorded ? judgeFigures(record, lane, profile) : undefined,
  }
}
