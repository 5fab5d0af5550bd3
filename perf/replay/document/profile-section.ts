import { passesPerArm } from '../../result/recording.ts'
import { judgeFigures } from '../../selftest/figures.ts'
import { type JudgeRound, type RecordedScenario, selfCheck } from '../../selftest/record.ts'
import { scoreTable } from '../../selftest/score-table.ts'
import { commandLines } from './command-lines.ts'
import { type CatchTarget, keptBy, type Target, targetsOf } from './targets.ts'
import { atLeast, atMost, paragraphs, table } from './text.ts'

/** Each arm at full speed and at a leisurely pace: `measuring/counting/counter-passes.ts`. */
const countingPassesPerScenario = 2 * passesPerArm

/** Whole runs of one profile and one version of the policy, all of one lane. */
export interface ProfileRounds {
  readonly lane: string
  readonly profile: string
  readonly policyVersion: string
  readonly rounds: readonly JudgeRound[]
}

export function profileSection(group: ProfileRounds): string {
  return paragraphs([
    `### Whole runs of profile ${group.profile}, as policy ${group.policyVersion} judged them when they were made`,
    commandLines(group.rounds),
    scoreTable(group.rounds),
    rates(group),
  ])
}

function rates({ lane, profile, rounds }: ProfileRounds): string {
  const { selfChecks, harmless, planted, causes } = judgeFigures({ rounds }, lane, profile)
  const usable = rounds.filter(({ assessment }) => assessment !== 'broken')
  const equal = usable.filter(({ change }) => change === selfCheck)
  const targets = targetsOf(profile)
  return table([
    ['figure, with its one-sided 95 % bound', '', 'target', 'met?'],
    [
      'false alarms, equal arms',
      atMost(selfChecks.falseAlarms, selfChecks.runs),
      ...keptBy(targets.falseAlarms, selfChecks.falseAlarms, selfChecks.runs),
    ],
    [
      'false alarms by a counter, scenarios of equal arms',
      ...counterAlarms(equal, targets.counterAlarms),
    ],
    ['equal arms that could not be measured', String(selfChecks.couldNotMeasure), '', ''],
    [
      'false alarms, harmless changes',
      atMost(harmless.falseAlarms, harmless.runs),
      ...keptBy(targets.harmless, harmless.falseAlarms, harmless.runs),
    ],
    ['planted slowdowns caught', atLeast(planted.caught, planted.runs), '', ''],
    ...targets.caught.map((target) => caughtRow(target, usable)),
    [
      'of all caught, cause right',
      atLeast(causes.right, causes.stated),
      ...keptBy(targets.causes, causes.right, causes.stated),
    ],
  ])
}

function caughtRow(
  { title, change, target }: CatchTarget,
  usable: readonly JudgeRound[],
): readonly string[] {
  const of = usable.filter((round) => round.change === change)
  const caught = of.filter(({ assessment }) => assessment === 'caught').length
  const figure = atLeast(caught, of.length)
  return [`${title} (\`${change}\`) caught`, figure, ...keptBy(target, caught, of.length)]
}

/**
 * The figure, its target, and whether that is kept. A scenario is judged once by what its passes
 * counted, so the bound goes by scenarios; the target is stated in passes.
 */
function counterAlarms(equal: readonly JudgeRound[], target: Target | undefined): string[] {
  const counted = equal.flatMap(({ scenarios }) => scenarios).filter(isCounted)
  const passes = counted.length * countingPassesPerScenario
  const alarms = counted.filter(hasCounterAlarm).length
  const figure = atMost(alarms, counted.length)
  return [`${figure}, in ${passes} passes`, ...keptBy(target, alarms, passes)]
}

/** Controls are not. */
const isCounted = ({ counters }: RecordedScenario) => counters.length > 0

function hasCounterAlarm({ counters }: RecordedScenario): boolean {
  return counters.some(({ role, verdict }) => role === 'gate' && verdict.kind === 'regressed')
}
