import { exact } from '../../counts.ts'
import { percent } from '../../report/numbers.ts'
import { quantity } from '../../quantity.ts'
import type { LoadInterval } from '../../load/load.ts'
import { endedOf } from '../figures/ended.ts'
import { errorsOf, figuresOf } from '../figures/figures.ts'
import type { LoadProgress } from '../loading.ts'
import type { Level, PlannedPart } from '../plan.ts'
import { majorShort } from './money.ts'
import { successText } from './success.ts'
import { targetOf } from './target.ts'

/**
 * What is printed of a load that goes on (R3.27): one line of counts since it began and of rate
 * and latency since the last line, and one more for what the money was and what the gateway tells
 * of itself. What it does not tell is not shown.
 */
export interface LiveRequest {
  readonly progress: LoadProgress
  readonly level: Level['kind']
  /** What the load is made of: a target is that of the part which a line ends in. */
  readonly parts: readonly PlannedPart[]
  /** Stretches before this moment were printed already. */
  readonly sinceMs: number
}

export function liveLines({ progress, level, parts, sinceMs }: LiveRequest): string[] {
  const { stretches, interval, observed } = progress
  const figures = figuresOf(stretches.filter(({ toMs }) => toMs > sinceMs))
  const latency = figures.latencyMs
  const ms = (value: number | undefined) => quantity(value, 'ms')
  const target = targetOf(level, parts, { fromMs: sinceMs, toMs: interval.toMs })
  const first = [
    `T+${Math.round(interval.toMs / 1_000)}s`,
    `${exact(Math.round(figures.completedPerSecond))}/s ${target}`,
    ...journeysSoFar(interval),
    `avg ${ms(latency?.mean)} p95 ${ms(latency?.p95)} p99 ${ms(latency?.p99)}`,
  ].join(' · ')
  const { volumesMinor, labels } = interval.counts
  return [first, ...businessLine(volumesMinor, labels, observed)]
}

/** Since the load began. What has not ended is neither a success nor a failure yet. */
function journeysSoFar({ counts, queued }: LoadInterval): string[] {
  const { journeysOffered: offered, journeysCompleted: completed, shed } = counts
  const errors = errorsOf(counts)
  const ended = endedOf({ completed, shed, errors })
  const some = (title: string, count: number) => (count > 0 ? [`${title} ${exact(count)}`] : [])
  return [
    `all ${exact(offered)}`,
    `ok ${exact(completed)}`,
    ...some('shed', shed),
    ...some('failed', errors),
    ...some('under way', offered - ended - queued),
    ...some('waiting', queued),
    `success ${successText({ completed, shed, errors })}${ended < offered ? ` of ${exact(ended)} ended` : ''}`,
  ]
}

function businessLine(
  volumesMinor: Readonly<Record<string, string>>,
  labels: Readonly<Record<string, number>>,
  observed: Readonly<Record<string, number>>,
): string[] {
  const volumes = Object.entries(volumesMinor)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([currency, minor]) => `${currency} ${majorShort(minor)}`)
  const parts = [
    ...(volumes.length === 0 ? [] : [`volume ${volumes.join(' ')}`]),
    ...groupShares(labels),
    ...toldOf(observed),
  ]
  return parts.length === 0 ? [] : [`  ${parts.join(' · ')}`]
}

/** "pattern domestic 60 % regional 25 %", from labels "pattern domestic" and so on. */
function groupShares(labels: Readonly<Record<string, number>>): string[] {
  const groups = Map.groupBy(Object.entries(labels), ([label]) => label.split(' ')[0] ?? '')
  return [...groups].map(([group, members]) => {
    const total = members.reduce((sum, [, count]) => sum + count, 0)
    const shares = members
      .toSorted(([, a], [, b]) => b - a)
      .map(([label, count]) => `${label.slice(group.length + 1)} ${percent(count / total)}`)
    return `${group} ${shares.join(' ')}`
  })
}

const told: readonly { readonly name: string; readonly title: string }[] = [
  { name: 'clearingViolations', title: 'window violations' },
  { name: 'liquidityRebalances', title: 'rebalances' },
]

function toldOf(observed: Readonly<Record<string, number>>): string[] {
  const counts = told.flatMap(({ name, title }) => {
    const value = observed[name]
    return value === undefined ? [] : [`${title} ${exact(value)}`]
  })
  const pools = Object.entries(observed)
    .filter(([name]) => name.startsWith(poolPrefix))
    .map(([name, share]) => `${name.slice(poolPrefix.length)} ${percent(share)}`)
  return pools.length === 0 ? counts : [...counts, `pools ${pools.join(' ')}`]
}

/** Of an observation: a pool's balance by what it began with, followed by the currency. */
export const poolPrefix = 'pool '
