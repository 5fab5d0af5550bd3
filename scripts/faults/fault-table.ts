import { markdownTable } from 'markdown-table'
import { median } from '../../perf/stats/quantile.ts'
import { checkSample } from '../../perf/stats/sample.ts'

/** What became of one kind of fault. */
export interface FaultRow {
  readonly fault: string
  readonly times: number
  readonly acknowledged: number
  readonly lost: number
  readonly doubled: number
  /** One for each time, in milliseconds. */
  readonly payingMs: readonly number[]
  readonly wholeMs: readonly number[]
}

const heads = [
  'fault',
  'kills',
  'acknowledged',
  'lost',
  'doubled',
  'paying again ms',
  'whole again ms',
]

/** Times to recover are given as median and longest. */
export function faultTable(rows: readonly FaultRow[]): string {
  const sum = (of: (row: FaultRow) => number): string =>
    String(rows.reduce((total, row) => total + of(row), 0))
  const lines = rows.map((row) => [
    row.fault,
    String(row.times),
    String(row.acknowledged),
    String(row.lost),
    String(row.doubled),
    medianAndMost(row.payingMs),
    medianAndMost(row.wholeMs),
  ])
  const total = [
    'all',
    sum((row) => row.times),
    sum((row) => row.acknowledged),
    sum((row) => row.lost),
    sum((row) => row.doubled),
    medianAndMost(rows.flatMap((row) => row.payingMs)),
    medianAndMost(rows.flatMap((row) => row.wholeMs)),
  ]
  return markdownTable([heads, ...lines, total], { align: ['l', ...heads.slice(1).map(() => 'r')] })
}

function medianAndMost(values: readonly number[]): string {
  const checked = checkSample(values)
  if (checked.kind === 'refused') return ''
  return `${Math.round(median(checked.sample))} / ${Math.round(Math.max(...values))}`
}
