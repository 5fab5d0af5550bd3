import { passesPerArm } from '../../result/recording.ts'
import { judgeFigures } from '../../selftest/figures.ts'
import { type JudgeRound, type RecordedScenario, selfCheck } from '../../selftest/record.ts'
import { scoreTable } from '../../selftest/score-table.ts'
import { commandLines } from './command-lines.ts'
import { targetsOf } from './targets.ts'
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
    ['figure, with its one-sided 95 % bound', '', 'target'],
    [
      'false alarms, equal arms',
      atMost(selfChecks.falseAlarms, selfChecks.runs),
      targets.falseAlarms,
    ],
    ['false alarms by a counter, scenarios of equal arms', ...counterAlarms(equal)],
    ['equal arms that could not be measured', String(selfChecks.couldNotMeasure), ''],
    ['false alarms, harmless changes', atMost(harmless.falseAlarms, harmless.runs), 'none'],
    ['planted slowdowns caught', atLeast(planted.caught, planted.runs), ''],
    ...targets.caught.map(({ title, change, target }) => {
      const of = usable.filter((round) => round.change === change)
      const caught = of.filter(({ assessment }) => assessment === 'caught').length
      return [`${title} (\`${change}\`) caught`, atLeast(caught, of.length), target]
    }),
    ['of all caught, cause right', atLeast(causes.right, causes.stated), '≥ 90 %'],
  ])
}

/** The figure and its target. A scenario is judged once by what its passes counted, so the bound goes by scenarios. */
function counterAlarms(equal: readonly JudgeRound[]): [string, string] {
  const counted = equal.flatMap(({ scenarios }) => scenarios).filter(isCounted)
  const passes = counted.length * countingPassesPerScenario
  const figure = atMost(counted.filter(hasCounterAlarm).length, counted.length)
  return [`${figure}, in ${passes} passes`, 'none in 100 passes']
}

/** Controls are not. */
const isCounted = ({ counters }: RecordedScenario) => counters.length > 0

function hasCounterAlarm({ counters }: RecordedScenario): boolean {
  return counters.some(({ role, verdict }) => role === 'gate' && verdict.kind === 'regressed')
}
