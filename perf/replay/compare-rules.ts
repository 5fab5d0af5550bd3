import { type JudgeRound, type RecordedScenario, selfCheck } from '../selftest/record.ts'
import { metricPolicy } from '../verdict/policy.ts'
import type { Rejudged } from './rejudge.ts'
import { type MetricSeries, type Rule, valueOfRun, type Word } from './rules/rule.ts'
import { truthOf } from './truth.ts'

/** How often a rule alarmed, of the rounds that it had an answer for. */
export interface Tally {
  readonly answered: number
  readonly alarms: number
}

export interface RuleScore {
  readonly title: string
  /** By change, `self-check` among them; of a planted change only alarms about what it moves. */
  readonly byChange: ReadonlyMap<string, Tally>
}

/**
 * Every rule on the same rounds of one lane, oldest first; ours first, with its timings alone and
 * whole. `stored` is what rules with a history may look back to: runs of another profile tell the
 * same of a machine.
 */
export function compareRules(
  rejudged: readonly Rejudged[],
  rules: readonly Rule[],
  stored: readonly Rejudged[] = rejudged,
): RuleScore[] {
  const rounds = rejudged.map(({ round }) => round)
  const history = stored.map(({ round }) => round)
  const seen = rounds.map((round) => seriesOf(round, history))
  const others = rules.map((rule) => ({
    title: rule.title,
    byChange: tallies(rounds, (at) => wordOver((seen[at] ?? []).map(rule.judge))),
  }))
  const timings = tallies(rounds, (at) => ownTimings(rejudged[at]))
  const whole = tallies(rounds, (at) => ownWord(rejudged[at]))
  return [
    { title: 'Plumbline, all gates', byChange: whole },
    { title: 'Plumbline, its timings alone', byChange: timings },
    ...others,
  ]
}

/** Any metric is enough for an alarm, as it is for the tool. */
function wordOver(words: readonly Word[]): Word {
  if (words.includes('slower')) return 'slower'
  return words.includes('not slower') ? 'not slower' : 'no answer'
}

function tallies(
  rounds: readonly JudgeRound[],
  wordOf: (at: number) => Word,
): ReadonlyMap<string, Tally> {
  const byChange = new Map<string, Tally>()
  for (const [at, { change }] of rounds.entries()) {
    const { answered, alarms } = byChange.get(change) ?? { answered: 0, alarms: 0 }
    const word = wordOf(at)
    byChange.set(change, {
      answered: answered + (word === 'no answer' ? 0 : 1),
      alarms: alarms + (word === 'slower' ? 1 : 0),
    })
  }
  return byChange
}

/**
 * A run that could not measure catches nothing, and had no chance to be wrong. An alarm about what
 * a planted change cannot move is no catch of it.
 */
function ownWord(rejudged: Rejudged | undefined): Word {
  if (rejudged === undefined) return 'no answer'
  const { assessment, round } = rejudged
  if (assessment === 'inconclusive') return couldNotMeasure(round)
  return assessment === (round.harmful ? 'caught' : 'false') ? 'slower' : 'not slower'
}

const couldNotMeasure = ({ harmful }: JudgeRound): Word => (harmful ? 'not slower' : 'no answer')

function ownTimings(rejudged: Rejudged | undefined): Word {
  if (rejudged === undefined) return 'no answer'
  if (rejudged.assessment === 'inconclusive') return couldNotMeasure(rejudged.round)
  const moved = movedBy(rejudged.round.change)
  const regressed = rejudged.scenarios
    .filter(({ kind }) => kind !== 'control')
    .flatMap(({ metrics }) => metrics)
    .filter(({ role, verdict }) => role === 'gate' && verdict.kind === 'regressed')
  return regressed.some(({ id }) => moved(id)) ? 'slower' : 'not slower'
}

/**
 * Whether an alarm about a metric tells of this change; of a harmless one every alarm is counted.
 */
function movedBy(change: string): (metric: string) => boolean {
  const truth = truthOf(change)
  return (metric) => truth?.harmful !== true || truth.gates.includes(metric)
}

/** What tools would have had of a round: its gate timings that may tell, each with its history. */
function seriesOf(round: JudgeRound, rounds: readonly JudgeRound[]): MetricSeries[] {
  const moved = movedBy(round.change)
  const earlier = rounds.filter(({ takenAt }) => takenAt < round.takenAt)
  const checks = earlier.filter(({ change }) => change === selfCheck)
  const again = earlier.filter(
    ({ change, patch }) => change === round.change && patch === round.patch && change !== selfCheck,
  )
  const measured = round.scenarios.filter(({ kind }) => kind !== 'control')
  return measured.flatMap((scenario) =>
    gateIds(scenario)
      .filter(moved)
      .map((id) => ({
        better: metricPolicy(id).better,
        history: runValues(checks, scenario.name, id),
        since: runValues(again, scenario.name, id),
        ...armsOf(scenario, id),
      })),
  )
}

function gateIds({ generations }: RecordedScenario): string[] {
  return Object.keys(generations.head).filter((id) => metricPolicy(id).role === 'gate')
}

function runValues(rounds: readonly JudgeRound[], name: string, id: string): number[] {
  return rounds.flatMap(({ scenarios }) => {
    const scenario = scenarios.find((candidate) => candidate.name === name)
    const head = scenario === undefined ? [] : armsOf(scenario, id).head
    return head.length === 0 ? [] : [valueOfRun(head)]
  })
}

/** Straight from the columns: a history asks for every earlier round, of every metric. */
function armsOf(
  { generations }: RecordedScenario,
  id: string,
): Pick<MetricSeries, 'base' | 'head'> {
  const pairs = generations.dropped.flatMap((dropped, at) => {
    const [before, after] = [generations.base[id]?.[at], generations.head[id]?.[at]]
    const isPair = dropped === null && typeof before === 'number' && typeof after === 'number'
    return isPair ? [[before, after] as const] : []
  })
  return { base: pairs.map(([before]) => before), head: pairs.map(([, after]) => after) }
}
