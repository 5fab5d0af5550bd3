import { markdownTable } from 'markdown-table'
import type { Assessment, JudgeRound } from './record.ts'
import { selfCheck } from './record.ts'

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

/** A line per change, self-checks first, then what does harm, then what does none; it reads as markdown. */
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
    minutesAndSeconds(middle(rounds.map(({ durationMs }) => durationMs))),
    explained.length === 0 ? '-' : `${right.length} of ${explained.length}`,
  ]
}

function middle(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const half = (sorted.length - 1) / 2
  const [low = 0, high = 0] = [sorted[Math.floor(half)], sorted[Math.ceil(half)]]
  return (low + high) / 2
}

/** 232,000 is 3:52. */
export function minutesAndSeconds(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1_000)
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}
