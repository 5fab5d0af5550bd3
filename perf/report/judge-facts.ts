import type { RunResult } from '../result/document.ts'
import type { DetectableEffect } from '../result/judge-figures.ts'
import { percent, plural } from './numbers.ts'

/**
 * How often this judge was wrong and how little it sees, on this lane, by the committed record. Plain
 * text: the formatters escape it. A figure of another lane says nothing of this one.
 */
const effectsMost = 6

export function judgeText(result: RunResult): string {
  const { lane } = result.fingerprint
  const { judge } = result
  const isRecorded = judge !== undefined && judge.lane === lane
  if (!isRecorded || judge.selfChecks.runs === 0) {
    return `lane ${lane} has no record: how often this judge is wrong here, and how small a change it sees, is not known`
  }
  const { runs, falseAlarms, rateAtMost } = judge.selfChecks
  const alarms = `${plural(falseAlarms, 'false alarm')} in ${plural(runs, 'recorded run')} of equal trees on lane ${lane}, a rate of at most ${percent(rateAtMost)} (95 % bound)`
  const { planted, causes } = judge
  const caught =
    planted.runs === 0
      ? []
      : [`${planted.caught} of ${plural(planted.runs, 'planted regression')} caught`]
  const right =
    causes.stated === 0 ? [] : [`the cause right in ${causes.right} of ${causes.stated} stated`]
  return [alarms, ...caught, ...right, effectsText(result)].join('; ')
}

function effectsText(result: RunResult): string {
  const known = new Set(result.scenarios.map(({ name }) => name))
  const profiles = result.judge?.detectable ?? {}
  const all = Object.hasOwn(profiles, result.profile) ? (profiles[result.profile] ?? []) : []
  const effects = all.filter(({ scenario }) => known.has(scenario))
  if (effects.length === 0) return `the detectable effect of profile ${result.profile} is not known`
  const left = effects.length - effectsMost
  const shown = effects.slice(0, effectsMost).map(effectText)
  return `detectable with profile ${result.profile}: ${shown.join(', ')}${left > 0 ? `, and ${left} more` : ''}`
}

const effectText = ({ scenario, title, median, runs }: DetectableEffect) =>
  `${scenario} ${title} ${percent(median)} (n = ${runs})`
