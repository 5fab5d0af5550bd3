import { fewestThatSay, tooFewToSay } from '../../result/judge-figures.ts'
import { judgeFigures } from '../../selftest/figures.ts'
import { plantedChanges } from '../../selftest/changes.ts'
import type { JudgeDocumentParts } from '../../selftest/judge-document-parts.ts'
import type { PlantedChange } from '../../selftest/planted-change.ts'
import { type JudgeRound, roundsOfLane } from '../../selftest/record.ts'
import { byProfile } from './by-profile.ts'
import { caughtBy, caughtByWords } from './caught-by.ts'
import { type NotKnown, notKnown } from './not-known.ts'
import { atLeast, atMost, paragraphs, percent } from './text.ts'

type Parts = Pick<JudgeDocumentParts, 'record' | 'passedOver' | 'scenarios'>

const hostedPrefix = 'github-'
const changesNamed = 3

/** What a newcomer must know before any table, lane by lane; all of it from the record. */
export function inShort(parts: Parts, lanes: readonly string[]): string {
  if (lanes.length === 0) return ''
  return paragraphs([
    '## In short',
    ...lanes.map((lane) => laneInShort(parts, lane)),
    others(lanes),
  ])
}

function others(lanes: readonly string[]): string {
  const hosted = lanes.some((lane) => lane.startsWith(hostedPrefix))
  const whose = hosted ? 'Any other lane' : 'Any other lane, GitHub’s hosted runners among them'
  return `**${whose}:** no round is recorded. How often the judge is wrong there, and what it catches, is not known.`
}

function laneInShort({ record, passedOver, scenarios }: Parts, lane: string): string {
  const rounds = roundsOfLane(record, lane)
  const left = roundsOfLane({ rounds: passedOver }, lane)
  const lines = [
    falseAlarms(record.rounds, rounds, lane),
    caught(rounds),
    byCounters(rounds),
    withoutCounter(record.rounds, rounds, lane),
    unknown(notKnown(rounds, left, scenarios)),
  ]
  return paragraphs([
    `**Lane ${lane}**`,
    lines
      .filter((line) => line !== '')
      .map((line) => `- ${line}`)
      .join('\n'),
  ])
}

function falseAlarms(
  all: readonly JudgeRound[],
  rounds: readonly JudgeRound[],
  lane: string,
): string {
  const groups = byProfile(rounds, (round) => round).map(({ profile }) => ({
    profile,
    figures: judgeFigures({ rounds: all }, lane, profile),
  }))
  const told = (pick: (of: (typeof groups)[number]['figures']) => RunsAndAlarms) =>
    groups
      .map(({ profile, figures }) => ({ profile, ...pick(figures) }))
      .filter(({ runs }) => runs > 0)
      .map(({ profile, falseAlarms: alarms, runs }) => `profile ${profile} ${atMost(alarms, runs)}`)
      .join(', ')
  const equal = told(({ selfChecks }) => selfChecks)
  const harmless = told(({ harmless: of }) => of)
  return (
    `**False alarms**, whole runs: with equal arms ${equal === '' ? 'no run' : equal}; ` +
    `with a harmless change ${harmless === '' ? 'no run' : harmless}.`
  )
}

interface RunsAndAlarms {
  readonly runs: number
  readonly falseAlarms: number
}

interface Tried {
  readonly change: PlantedChange
  readonly profile: string
  readonly rounds: readonly JudgeRound[]
}

/**
 * The smallest of all, and the smallest of those that were tried often enough to support a rate.
 */
function caught(rounds: readonly JudgeRound[]): string {
  const sized = triedChanges(rounds).filter(isCaughtOnce).toSorted(bySize)
  const [smallest] = sized
  if (smallest === undefined) return 'No planted slowdown of a known size was caught yet.'
  const [supported] = sized.filter(({ rounds: of }) => of.length >= fewestThatSay)
  const isSame = supported === smallest
  return [
    `**Smallest planted slowdown caught**: ${triedWords(smallest)}.`,
    ...(supported === undefined || isSame
      ? []
      : [`The smallest in ${fewestThatSay} rounds or more: ${triedWords(supported)}.`]),
  ].join(' ')
}

function triedChanges(rounds: readonly JudgeRound[]): Tried[] {
  const usable = rounds.filter(({ assessment }) => assessment !== 'broken')
  return plantedChanges
    .filter(({ size }) => size !== undefined)
    .flatMap((change) =>
      byProfile(
        usable.filter((round) => round.change === change.name),
        (round) => round,
      ).map(({ profile, of }) => ({ change, profile, rounds: of })),
    )
}

const isCaught = ({ assessment }: JudgeRound) => assessment === 'caught'
const isCaughtOnce = ({ rounds }: Tried) => rounds.some(isCaught)
const bySize = (a: Tried, b: Tried) => (a.change.size?.percent ?? 0) - (b.change.size?.percent ?? 0)

function triedWords({ change: { name, size }, profile, rounds }: Tried): string {
  const seen = rounds.filter(isCaught)
  const by = caughtByWords(seen)
  const rate = `profile ${profile} ${atLeast(seen.length, rounds.length)}`
  return `+${size?.percent} % ${size?.of} (\`${name}\`), ${rate}${by === '' ? '' : `, by ${by}`}`
}

function byCounters(rounds: readonly JudgeRound[]): string {
  const seen = rounds.filter(isCaught).map(caughtBy)
  if (seen.length === 0) return ''
  const byCounter = seen.filter(({ timing, counters }) => counters.length > 0 && !timing).length
  const byTime = seen.filter(({ timing, counters }) => timing && counters.length === 0).length
  return (
    `**Counters and instructions catch what time alone does not**: of ${seen.length} rounds in which a planted ` +
    `slowdown was caught, ${byCounter} showed it in what is counted and in no timing, ${byTime} in timings alone.`
  )
}

/**
 * By the profile with most self-checks: what its runs would have told with the judge's nominal
 * power.
 */
function withoutCounter(
  all: readonly JudgeRound[],
  rounds: readonly JudgeRound[],
  lane: string,
): string {
  const [most] = byProfile(rounds, (round) => round)
    .map(({ profile }) => judgeFigures({ rounds: all }, lane, profile))
    .toSorted((a, b) => b.selfChecks.runs - a.selfChecks.runs)
  const known = (most?.detectable ?? []).filter(({ runs }) => runs >= fewestThatSay)
  const scenarios = [...Map.groupBy(known, ({ scenario }) => scenario)].map(([scenario, of]) => {
    const effects = of.map(({ median }) => median)
    const [least, largest] = [Math.min(...effects), Math.max(...effects)].map(percent)
    return `${least} to ${largest} in ${scenario} (n = ${Math.min(...of.map(({ runs }) => runs))})`
  })
  const needs =
    scenarios.length === 0
      ? `: the self-checks are ${tooFewToSay} how large it must be`
      : ` needs about ${scenarios.join(' and ')}, by metric, before a run of profile ${most?.profile} tells it`
  return `**A slowdown that moves no counter**${needs}.`
}

/** The lane's own section names them all. */
function changesWords(changes: readonly string[]): string {
  return changes.length > changesNamed
    ? `${changes.length} of ${plantedChanges.length} planted changes`
    : `planted change ${changes.join(', ')}`
}

function unknown({ profiles, changes, scenarios }: NotKnown): string {
  const parts = [
    ...(profiles.length === 0 ? [] : [`profile ${profiles.join(', ')}`]),
    ...(changes.length === 0 ? [] : [changesWords(changes)]),
    ...(scenarios.length === 0 ? [] : [`scenarios ${scenarios.join(', ')}`]),
  ]
  return parts.length === 0
    ? ''
    : `**No round yet**, so that nothing is known: ${parts.join('; ')}.`
}
