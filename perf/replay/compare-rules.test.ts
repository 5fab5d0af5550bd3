import { expect, test } from 'vitest'
import type { Assessment, JudgeRound } from '../selftest/record.ts'
import { compareRules } from './compare-rules.ts'
import type { Rejudged } from './rejudge.ts'
import { rulesOfOthers } from './rules/all.ts'
import type { MetricSeries, Rule } from './rules/rule.ts'
import { syntheticRound, syntheticSelfChecks, timeOf } from './testing.ts'
import { rejudgeAll } from './truth.ts'

const planted = (seed: number, effect: number): JudgeRound =>
  syntheticRound({
    change: 'cpu-10',
    patch: 'p',
    harmful: true,
    seed,
    takenAt: timeOf(seed),
    planted: { cpuUsPerOpSystem: effect },
  })
const record = [...syntheticSelfChecks(6), planted(100, 0.2), planted(101, 0.2)]

function spy(): { readonly rule: Rule; readonly seen: MetricSeries[] } {
  const seen: MetricSeries[] = []
  const judge = (series: MetricSeries) => {
    seen.push(series)
    return 'not slower' as const
  }
  return { seen, rule: { title: 'spy', source: '', applied: '', judge } }
}

test('every rule is asked about the same rounds, and ours catches what is large', () => {
  const scores = compareRules(rejudgeAll(record), rulesOfOthers)
  expect(scores.map(({ title }) => title).slice(0, 2)).toEqual([
    'Plumbline, all gates',
    'Plumbline, its timings alone',
  ])
  expect(scores).toHaveLength(rulesOfOthers.length + 2)
  for (const { byChange } of scores.slice(0, 2)) {
    expect(byChange.get('cpu-10')).toEqual({ answered: 2, alarms: 2 })
    expect(byChange.get('self-check')).toEqual({ answered: 6, alarms: 0 })
  }
  const last = scores.find(({ title }) => title === 'github-action-benchmark, 200 %')
  // The first round has nothing before it.
  expect(last?.byChange.get('self-check')).toEqual({ answered: 5, alarms: 0 })
  expect(last?.byChange.get('cpu-10')).toEqual({ answered: 2, alarms: 0 })
})

test('a history is earlier self-checks alone, and what follows it is the change itself', () => {
  const { rule, seen } = spy()
  compareRules(rejudgeAll(record), [rule])
  const [first, last] = [seen[0], seen.at(-1)]
  expect([first?.history.length, first?.since.length]).toEqual([0, 0])
  expect([last?.history.length, last?.since.length]).toEqual([6, 1])
  expect(last?.head).toHaveLength(24)
})

test('of a planted change only metrics that it moves are asked about, of a harmless one all', () => {
  const [harmful, harmless] = [spy(), spy()]
  compareRules(rejudgeAll([planted(1, 0.2)]), [harmful.rule])
  compareRules(rejudgeAll([syntheticRound({ change: 'comment' })]), [harmless.rule])
  // The checksum costs the system's process time; Postgres' own cost is not among what it moves.
  expect(harmful.seen).toHaveLength(4)
  expect(harmless.seen).toHaveLength(5)
})

test('of a slow change, an alarm about what it cannot move is no catch; a run that could not measure catches nothing', () => {
  const [rejudged] = rejudgeAll([syntheticRound({ change: 'cpu-5', patch: 'p', harmful: true })])
  const [equal] = rejudgeAll(syntheticSelfChecks(1))
  if (rejudged === undefined || equal === undefined) throw new Error('both can be judged again')
  const own = (round: Rejudged, assessment: Assessment) =>
    compareRules([{ ...round, assessment }], [])[0]?.byChange.get(round.round.change)
  expect(own(rejudged, 'caught')).toEqual({ answered: 1, alarms: 1 })
  expect(own(rejudged, 'false')).toEqual({ answered: 1, alarms: 0 })
  expect(own(rejudged, 'inconclusive')).toEqual({ answered: 1, alarms: 0 })
  expect(own(equal, 'false')).toEqual({ answered: 1, alarms: 1 })
  expect(own(equal, 'inconclusive')).toEqual({ answered: 0, alarms: 0 })
})

test('a generation that was lost is in neither arm', () => {
  const [round] = syntheticSelfChecks(1)
  const [scenario] = round?.scenarios ?? []
  if (round === undefined || scenario === undefined) throw new Error('there is a self-check')
  const dropped = scenario.generations.dropped.map((_, at) => (at === 3 ? 'a process died' : null))
  const { rule, seen } = spy()
  const generations = { ...scenario.generations, dropped }
  compareRules(rejudgeAll([{ ...round, scenarios: [{ ...scenario, generations }] }]), [rule])
  expect(seen.map(({ base, head }) => [base.length, head.length])).toContainEqual([23, 23])
})

test('a round of a change that nobody plants any more is left out', () => {
  expect(rejudgeAll([syntheticRound({ change: 'long-gone', harmful: true })])).toEqual([])
})
