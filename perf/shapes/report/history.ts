import type { ShapeResult } from '../document.ts'

/** One run in the history of its shape: what a trend is drawn from, without the raw figures. */
export interface HistoryLine {
  readonly startedAt: string
  readonly commit: string
  readonly lane: string
  readonly shape: string
  readonly scenario: string
  readonly journeysPerSecond: number | null
  readonly outcome: string
  readonly completedPerSecond: number
  readonly latencyMsP50: number | null
  readonly latencyMsP99: number | null
  readonly kneePerSecond: number | null
  readonly recoveredAfterMs: number | null
  /** By what grew, in its unit. */
  readonly growthPerHour: Readonly<Record<string, number>>
}

export function historyLine(result: ShapeResult): HistoryLine {
  const { steady } = result.load
  const growth = (result.growth ?? []).flatMap(({ name, perHour }) =>
    perHour === null ? [] : [[name, perHour] as const],
  )
  return {
    startedAt: result.startedAt,
    commit: result.head.commit,
    lane: result.fingerprint.lane,
    shape: result.shape,
    scenario: result.scenario,
    journeysPerSecond: result.level.journeysPerSecond,
    outcome: result.outcome,
    completedPerSecond: steady.completedPerSecond,
    latencyMsP50: steady.latencyMs?.p50 ?? null,
    latencyMsP99: steady.latencyMs?.p99 ?? null,
    kneePerSecond: result.ladder?.knee?.level ?? null,
    recoveredAfterMs: result.recovery?.recoveredAfterMs ?? null,
    growthPerHour: Object.fromEntries(growth),
  }
}

/** More than a night each for two years. */
const linesMost = 1_000

/** The history, one JSON document a line, with one run more; the oldest ones go. */
export function withHistoryLine(history: string, line: HistoryLine): string {
  const lines = history.split('\n').filter((each) => each.trim() !== '')
  return `${[...lines, JSON.stringify(line)].slice(-linesMost).join('\n')}\n`
}
