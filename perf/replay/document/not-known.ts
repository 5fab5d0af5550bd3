import { plural } from '../../counts.ts'
import { plantedChanges } from '../../selftest/changes.ts'
import type { JudgeRound } from '../../selftest/record.ts'
import { policy } from '../../verdict/policy.ts'

/** What a lane's record says nothing of; each list is empty where it says something of all. */
export interface NotKnown {
  readonly profiles: readonly string[]
  /** Each in words: its name, and what became of rounds that it once had. */
  readonly changes: readonly string[]
  readonly scenarios: readonly string[]
}

export function notKnown(
  rounds: readonly JudgeRound[],
  passedOver: readonly JudgeRound[],
  scenarios: readonly string[],
): NotKnown {
  const profiles = new Set(rounds.map(({ profile }) => profile))
  const measured = new Set(rounds.flatMap((round) => round.scenarios.map(({ name }) => name)))
  return {
    profiles: Object.keys(policy.profiles).filter((name) => !profiles.has(name)),
    changes: changesWithoutRound(rounds, passedOver),
    scenarios: scenarios.filter((name) => !measured.has(name)).toSorted(),
  }
}

export function changesWithoutRound(
  rounds: readonly JudgeRound[],
  passedOver: readonly JudgeRound[],
): string[] {
  const tried = new Set(rounds.map(({ change }) => change))
  return plantedChanges
    .filter(({ name }) => !tried.has(name))
    .map(({ name }) => {
      const older = passedOver.filter(({ change }) => change === name).length
      const why = older === 0 ? '' : ` (${plural(older, 'round')} of an older patch left out)`
      return `\`${name}\`${why}`
    })
}
