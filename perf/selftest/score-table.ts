import { markdownTable } from 'markdown-table'
import { median } from '../stats/quantile.ts'
import { checkSample } from '../stats/sample.ts'
import { type Assessment, type JudgeRound, selfCheck } from './record.ts'

const columns = [
  'change',
  'rounds',
  'caught',
  'missed',
  'false',
  'inconclusive',
  'broken',
  'median time',
  'cause right',
] as const

/**
 * A line per change, self-checks first, then what does harm, then what does none; it reads as
 * markdown.
 */
export function scoreTable(rounds: readonly JudgeRound[]): string {
  const byChange = Map.groupBy(rounds, ({ change }) => change)
  const lines = [...byChange]
    .toSorted(([a, [ofA]], [b, [ofB]]) => rank(ofA) - rank(ofB) || (a < b ? -1 : 1))
    .map(([change, of]) => scoreLine(change, of))
  return markdownTable([[...columns], ...lines], {
    align: columns.map((_, index) => (index === 0 ? 'l' : 'r')),
  })
}

function rank(round: JudgeRound | undefined): number {
  if (round?.change === selfCheck) return 0
  return round?.harmful === true ? 1 : 2
}

function scoreLine(change: string, rounds: readonly JudgeRound[]): string[] {
  const harmful = rounds.some((round) => round.harmful)
  const times = (kind: Assessment, means: boolean) =>
    means ? String(rounds.filter(({ assessment }) => assessment === kind).length) : '-'
  const explained = rounds.filter(({ causeRight }) => causeRight !== null)
  const right = explained.filter(({ causeRight }) => causeRight === true)
  return [
    change,
    String(rounds.length),
    times('caught', harmful),
    times('missed', harmful),
    times('false', true),
    times('inconclusive', true),
    times('broken', true),
    medianTime(rounds),
    explained.length === 0 ? '-' : `${right.length} of ${explained.length}`,
  ]
}

function medianTime(rounds: readonly JudgeRound[]): string {
  const times = checkSample(rounds.map(({ durationMs }) => durationMs))
  return times.kind === 'refused' ? '-' : minutesAndSeconds(median(times.sample))
}

/** 232,000 is 3:52. */
export function minutesAndSeconds(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1_000)
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}
