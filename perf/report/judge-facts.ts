import type { RunResult } from '../result/document.ts'
import type { DetectableEffect, JudgeFigures } from '../result/judge-figures.ts'
import { percent, plural } from './numbers.ts'

/**
 * How often this judge was wrong and how little it sees, on this lane, by the committed record. Plain
 * text: the formatters escape it. A figure of another lane says nothing of this one.
 */
const effectsMost = 6

export function judgeText(result: RunResult): string {
  const { lane } = result.fingerprint
  const { judge } = result
  if (judge === undefined || judge.lane !== lane || roundsOf(judge) === 0) {
    return `lane ${lane} has no record: ${notKnown}`
  }
  const { planted, causes } = judge
  const caught =
    planted.runs === 0
      ? []
      : [`${planted.caught} of ${plural(planted.runs, 'planted regression')} caught`]
  const right =
    causes.stated === 0 ? [] : [`the cause right in ${causes.right} of ${causes.stated} stated`]
  const alarms = alarmsText(judge)
  if (alarms === null) return [noSelfCheck(judge), ...caught, ...right].join('; ')
  return [alarms, ...caught, ...right, effectsText(result)].join('; ')
}

const notKnown = 'how often this judge is wrong here, and how small a change it sees, is not known'

const roundsOf = ({ selfChecks, harmless, planted }: JudgeFigures) =>
  selfChecks.runs + selfChecks.couldNotMeasure + harmless.runs + planted.runs

/** Null where no run of equal trees could measure: a rate of none in none says nothing. */
function alarmsText({ lane, selfChecks }: JudgeFigures): string | null {
  const { runs, falseAlarms, rateAtMost } = selfChecks
  if (runs === 0) return null
  return `${plural(falseAlarms, 'false alarm')} in ${plural(runs, 'recorded run')} of equal trees on lane ${lane}, a rate of at most ${percent(rateAtMost)} (95 % bound)`
}

/** The rounds of planted changes are there without it; what they cannot say is how often the judge is wrong. */
function noSelfCheck({ lane, selfChecks: { couldNotMeasure } }: JudgeFigures): string {
  const none =
    couldNotMeasure === 0
      ? 'no run of equal trees is recorded'
      : `no recorded run of equal trees could measure (of ${couldNotMeasure})`
  return `${none} on lane ${lane} yet: ${notKnown}`
}

function effectsText(result: RunResult): string {
  const known = new Set(result.scenarios.map(({ name }) => name))
  const profiles = result.judge?.detectable ?? {}
  const all = Object.hasOwn(profiles, result.profile) ? (profiles[result.profile] ?? []) : []
  const effects = all.filter(({ scenario }) => known.has(scenario))
  if (effects.length === 0) return `the detectable effect of profile ${result.profile} is not known`
  const left = effects.length - effectsMost
  const shown = effects.slice(0, effectsMost).map(effectText)
  return `detectable effects with profile ${result.profile}: ${shown.join('; ')}${left > 0 ? `; and ${left} more` : ''}`
}

const effectText = ({ scenario, title, median, runs }: DetectableEffect) =>
  `${scenario} ${title} ${percent(median)} (n = ${runs})`
