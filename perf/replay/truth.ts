import { nothingPlanted, type Truth } from '../selftest/assess.ts'
import { plantedChanges } from '../selftest/changes.ts'
import { type JudgeRound, selfCheck } from '../selftest/record.ts'
import { type Rejudged, rejudge } from './rejudge.ts'

/** Undefined for a change that is no longer planted. */
export function truthOf(change: string): Truth | undefined {
  if (change === selfCheck) return nothingPlanted
  return plantedChanges.find(({ name }) => name === change)
}

/** Rounds that say something of the judge; the others are left out of every table but the first. */
export function rejudgeAll(rounds: readonly JudgeRound[]): Rejudged[] {
  return rounds.flatMap((round) => {
    const truth = truthOf(round.change)
    return (truth === undefined ? undefined : rejudge(round, truth)) ?? []
  })
}
