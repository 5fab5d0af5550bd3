import { plural } from '../../counts.ts'
import { judgeFigures } from '../../selftest/figures.ts'
import {
  type JudgeRecord,
  type JudgeRound,
  roundsOfLane,
  selfCheck,
} from '../../selftest/record.ts'
import { scoreTable } from '../../selftest/score-table.ts'
import { rejudgeAll } from '../truth.ts'
import { redrawSection } from './redraw-section.ts'
import { rejudgedSection } from './rejudged-section.ts'
import { rulesSection } from './rules-section.ts'
import { atLeast, atMost, distinct, paragraphs, percent, table } from './text.ts'

/** All that the record says of one lane. */
export function laneSection(record: JudgeRecord, lane: string, redrawnRuns?: number): string {
  const rounds = roundsOfLane(record, lane)
  const rejudged = rejudgeAll(rounds)
  return paragraphs([
    `## Lane ${lane}`,
    circumstances(rounds),
    '### Whole runs, as they were judged when they were made',
    scoreTable(rounds),
    rates(record, lane),
    rejudgedSection(rejudged),
    redrawSection(rounds, redrawnRuns),
    rulesSection(rejudged),
    detectable(record, lane),
  ])
}

function circumstances(rounds: readonly JudgeRound[]): string {
  const of = (pick: (round: JudgeRound) => string) => distinct(rounds.map(pick))
  const machines = of(({ fingerprint: { cpuModel, cores, memoryBytes, os } }) => {
    return `${cores} cores, ${cpuModel}, ${Math.round(memoryBytes / 2 ** 30)} GB, ${os}`
  })
  const services = of(({ fingerprint: it }) => {
    return `Node ${it.node}, Postgres ${it.postgres}, Redis ${it.redis}, Kafka ${it.kafka}, ${it.provider}, ${it.durability}`
  })
  const dates = [rounds[0], rounds.at(-1)].map((round) => round?.takenAt.slice(0, 10) ?? '')
  const baseCommits = new Set(rounds.map(({ commit }) => commit)).size
  return [
    `- rounds: ${rounds.length}, on ${plural(baseCommits, 'base commit')}, made from ${distinct(dates).replace(', ', ' to ')}`,
    `- profiles: ${of(({ profile }) => profile)}; versions of the policy: ${of(({ policy }) => policy)}`,
    `- machine: ${machines}`,
    `- services: ${services}`,
  ].join('\n')
}

function rates(record: JudgeRecord, lane: string): string {
  const { selfChecks, harmless, planted, causes } = judgeFigures(record, lane)
  const rounds = roundsOfLane(record, lane).filter(({ assessment }) => assessment !== 'broken')
  const five = rounds.filter(({ change }) => change === 'cpu-5')
  const caught = five.filter(({ assessment }) => assessment === 'caught')
  const equal = rounds.filter(({ change }) => change === selfCheck)
  return table([
    ['figure, with its one-sided 95 % bound', '', 'target'],
    [
      'false alarms, equal arms',
      atMost(selfChecks.falseAlarms, selfChecks.runs),
      'none in 24 or more',
    ],
    [
      'of them by a counter',
      atMost(equal.filter(hasCounterAlarm).length, equal.length),
      'none in 100',
    ],
    ['equal arms that could not be measured', String(selfChecks.couldNotMeasure), ''],
    ['false alarms, harmless changes', atMost(harmless.falseAlarms, harmless.runs), 'none'],
    ['planted changes caught', atLeast(planted.caught, planted.runs), ''],
    ['+5 % CPU per request caught', atLeast(caught.length, five.length), '9 of 10'],
    ['of all caught, cause right', atLeast(causes.right, causes.stated), '≥ 90 %'],
  ])
}

function hasCounterAlarm({ scenarios }: JudgeRound): boolean {
  return scenarios.some(({ counters }) =>
    counters.some(({ role, verdict }) => role === 'gate' && verdict.kind === 'regressed'),
  )
}

function detectable(record: JudgeRecord, lane: string): string {
  const byProfile = Object.entries(judgeFigures(record, lane).detectable)
  const rows = byProfile.flatMap(([profile, effects]) =>
    effects.map(({ scenario, title, median, runs }) => [
      `${scenario}: ${title}`,
      profile,
      percent(median),
      String(runs),
    ]),
  )
  const explained =
    'What a run of this lane would have found with 95 % nominal power at the look at which it ended, with ' +
    'that look’s share of the error rate and from the scatter of its own generations: the median over ' +
    'self-checks.'
  if (rows.length === 0) return ''
  const head = ['metric', 'profile', 'detectable', 'self-checks']
  return paragraphs(['### Detectable effects', explained, table([head, ...rows])])
}
