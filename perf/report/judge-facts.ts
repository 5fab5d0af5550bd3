import type { RunResult } from '../result/document.ts'
import {
  type DetectableEffect,
  fewestThatSay,
  type JudgeFigures,
  tooFewToSay,
} from '../result/judge-figures.ts'
import { percent, plural } from './numbers.ts'

const effectsMost = 6

/**
 * How often this judge was wrong and how little it sees, on this lane and with this profile, by the
 * committed record; of few runs only that they are too few. Plain text: the formatters escape it. A
 * figure of another lane says nothing of this one.
 */
export function judgeText(result: RunResult): string {
  const { lane } = result.fingerprint
  const { judge, profile } = result
  if (judge === undefined || judge.lane !== lane) return `lane ${lane} has no record: ${notKnown}`
  if (judge.profile !== profile || roundsOf(judge) === 0) {
    return `lane ${lane} has no record of profile ${profile}: ${notKnown}`
  }
  const { planted, causes } = judge
  const caught =
    planted.runs === 0
      ? []
      : [
          `${planted.caught} of ${plural(planted.runs, 'planted slowdown')} caught${few(planted.runs)}`,
        ]
  const right =
    causes.stated === 0
      ? []
      : [`the cause right in ${causes.right} of ${causes.stated} stated${few(causes.stated)}`]
  const alarms = alarmsText(judge)
  if (alarms === null) return [noSelfCheck(judge), ...caught, ...right].join('; ')
  return [alarms, ...caught, ...right, effectsText(result)].join('; ')
}

const isFew = (runs: number) => runs < fewestThatSay
const few = (runs: number) => (isFew(runs) ? ` (${tooFewToSay})` : '')

const notKnown = 'how often this judge is wrong here, and how small a change it sees, is not known'

const roundsOf = ({ selfChecks, harmless, planted }: JudgeFigures) =>
  selfChecks.runs + selfChecks.couldNotMeasure + harmless.runs + planted.runs

/** Null where no self-check could measure: a rate of none in none says nothing. */
function alarmsText({ lane, profile, selfChecks }: JudgeFigures): string | null {
  const { runs, falseAlarms, rateAtMost } = selfChecks
  if (runs === 0) return null
  const counted = `${plural(falseAlarms, 'false alarm')} in ${plural(runs, 'recorded self-check')} of profile ${profile} on lane ${lane}`
  return isFew(runs)
    ? `${counted}: ${tooFewToSay} how often this judge is wrong here`
    : `${counted}, a rate of at most ${percent(rateAtMost)} (95 % bound)`
}

/**
 * The rounds of planted changes are there without it; what they cannot say is how often the judge
 * is wrong.
 */
function noSelfCheck({ lane, profile, selfChecks: { couldNotMeasure } }: JudgeFigures): string {
  const none =
    couldNotMeasure === 0
      ? 'no self-check is recorded'
      : `no recorded self-check could measure (of ${couldNotMeasure})`
  return `${none} of profile ${profile} on lane ${lane} yet: ${notKnown}`
}

function effectsText(result: RunResult): string {
  const known = new Set(result.scenarios.map(({ name }) => name))
  const effects = (result.judge?.detectable ?? []).filter(({ scenario }) => known.has(scenario))
  if (effects.length === 0) return 'its detectable effects are not known'
  const supported = effects.filter(({ runs }) => !isFew(runs))
  if (supported.length === 0) return `${tooFewToSay} how small a change it sees`
  const left = supported.length - effectsMost
  const shown = supported.slice(0, effectsMost).map(effectText)
  const more = left > 0 ? `; and of ${plural(left, 'more metric')}` : ''
  return `detectable effects: ${shown.join('; ')}${more}`
}

const effectText = ({ scenario, title, median, runs }: DetectableEffect) =>
  `${scenario} ${title} ${percent(median)} (n = ${runs})`
