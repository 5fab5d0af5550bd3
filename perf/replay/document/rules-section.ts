import { selfCheck } from '../../selftest/record.ts'
import { policy } from '../../verdict/policy.ts'
import { compareRules, type RuleScore, type Tally } from '../compare-rules.ts'
import type { Rejudged } from '../rejudge.ts'
import { rulesOfOthers } from '../rules/all.ts'
import { truthOf } from '../truth.ts'
import { byProfile } from './by-profile.ts'
import { atMost, paragraphs, plain, table } from './text.ts'

/** Changes with a column of their own; all others that move a timing share one. */
const shown = ['cpu-3', 'cpu-5', 'cpu-10'] as const

/** Rules that judge timings are asked about changes that move one. */
const timings: ReadonlySet<string> = new Set(
  policy.metrics.filter(({ role }) => role === 'gate').map(({ id }) => id),
)

export function rulesSection(rejudged: readonly Rejudged[]): string {
  const explained =
    'The same rounds, judged by the rules of others as they are published. False alarms are alarms in rounds in which ' +
    'nothing is slower and that could be measured; caught are rounds in which a timing that the change moves was called slower, or for us ' +
    'a counter. What shows in counters alone no other rule is asked about. A rule ' +
    'that needs a history has the self-checks of all profiles before the round; a round for which it has none does not count, ' +
    'so that n differs. Bounds are one-sided, 95 %.'
  const head = [
    'rule',
    'false, equal arms',
    'false, harmless',
    ...shown,
    'other slow changes',
    'in counters alone',
  ]
  const sources = rulesOfOthers.map(
    ({ title, source, applied }) => `- **${title}** – ${applied}. Source: ${source}`,
  )
  return paragraphs([
    '### Rules of others on the same rounds',
    explained,
    ...byProfile(rejudged, ({ round }) => round).flatMap(({ profile, of }) => [
      `Rounds of profile ${profile}:`,
      table([head, ...compareRules(of, rulesOfOthers, rejudged).map(rowOf)]),
    ]),
    sources.join('\n'),
  ])
}

function rowOf({ title, byChange }: RuleScore): string[] {
  const sum = (accepts: (change: string) => boolean): Tally =>
    [...byChange]
      .filter(([change]) => accepts(change))
      .reduce(
        (all, [, { answered, alarms }]) => ({
          answered: all.answered + answered,
          alarms: all.alarms + alarms,
        }),
        { answered: 0, alarms: 0 },
      )
  const equal = sum((change) => change === selfCheck)
  const harmless = sum((change) => change !== selfCheck && truthOf(change)?.harmful === false)
  const own = shown.map((name) => sum((change) => change === name))
  const others = sum((change) => movesTiming(change) && !shown.some((name) => name === change))
  const counted = sum((change) => truthOf(change)?.harmful === true && !movesTiming(change))
  return [
    title,
    atMost(equal.alarms, equal.answered),
    atMost(harmless.alarms, harmless.answered),
    ...[...own, others, counted].map(({ alarms, answered }) => plain(alarms, answered)),
  ]
}

function movesTiming(change: string): boolean {
  const truth = truthOf(change)
  return truth?.harmful === true && truth.gates.some((gate) => timings.has(gate))
}
