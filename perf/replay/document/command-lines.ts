import { plural } from '../../counts.ts'
import { plantedChanges } from '../../selftest/changes.ts'
import { type JudgeRound, selfCheck } from '../../selftest/record.ts'
import { shellWord } from '../../shell-word.ts'
import { distinct } from './text.ts'

const usualDurability = 'process-crash'

/**
 * A line for each command line that made some of these rounds, with how many and of when. In how
 * many sessions they were made, and with which `--rounds` and `--most`, is nothing that a round
 * knows.
 */
export function commandLines(rounds: readonly JudgeRound[]): string {
  const lines = [...Map.groupBy(rounds, flagsOf)].map(([flags, of]) => {
    const command = ['npm run selftest --', flags, ...onlyFlag(of)].join(' ')
    return `- ${plural(of.length, 'round')}, ${dates(of)}: \`${command}\``
  })
  return lines.join('\n')
}

/** Oldest first, as a record has them. */
export function dates(rounds: readonly JudgeRound[]): string {
  const ends = [rounds[0], rounds.at(-1)].map((round) => round?.takenAt.slice(0, 10) ?? '')
  return distinct(ends).replace(', ', ' to ')
}

function flagsOf(round: JudgeRound): string {
  const { profile, fingerprint, scenarioGlob } = round
  const { provider, durability } = fingerprint
  return [
    `--profile ${profile}`,
    `--services ${provider}`,
    ...(durability === usualDurability ? [] : [`--durability ${durability}`]),
    ...(scenarioGlob === usualScenarios(round) ? [] : [`--scenario ${shellWord(scenarioGlob)}`]),
    countedInstructions(round) ? '--instructions' : '--no-instructions',
  ].join(' ')
}

/** A round from before the wish was kept has nothing but what came of it. */
function countedInstructions({ countsInstructions, scenarios }: JudgeRound): boolean {
  return countsInstructions ?? scenarios.some(({ instructions }) => instructions.length > 0)
}

function usualScenarios({ change, scenarioGlob }: JudgeRound): string {
  if (change === selfCheck) return '*'
  return plantedChanges.find(({ name }) => name === change)?.scenarios ?? scenarioGlob
}

/** Nothing where they are all. */
function onlyFlag(rounds: readonly JudgeRound[]): string[] {
  const all = [selfCheck, ...plantedChanges.map(({ name }) => name)]
  const made = new Set(rounds.map(({ change }) => change))
  const gone = [...made].filter((name) => !all.includes(name)).toSorted()
  const names = [...all.filter((name) => made.has(name)), ...gone]
  return names.length === all.length ? [] : [`--only ${names.join(',')}`]
}
