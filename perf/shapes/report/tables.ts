import { exact, noValue } from '../../counts.ts'
import { quantity } from '../../quantity.ts'
import { percent } from '../../report/numbers.ts'
import type { LoadFigures, PhaseFigures, ShapeResult } from '../document.ts'
import { majorGrouped } from './money.ts'
import { successText } from './success.ts'

/** What both the terminal and the markdown show of a run, as rows of text. */
export interface TextTable {
  readonly title: string
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
  /** What its rows are, where their names cannot say it: one line below them. */
  readonly note?: string
}

const rate = (value: number) => `${exact(Math.round(value * 10) / 10)} /s`
const ms = (value: number | undefined) => quantity(value, 'ms')

export function loadTable({ load }: ShapeResult): TextTable {
  const parts = load.parts.map(({ role, level, figures }, index) =>
    figureRow(`${index + 1}. ${role}, to ${exact(Math.round(level))}`, figures),
  )
  return {
    title: 'Load',
    head: [
      'part',
      'offered',
      'answered',
      'success',
      'shed',
      'errors',
      'avg',
      'p50',
      'p95',
      'p99',
      'max',
    ],
    rows: [
      figureRow('without ramps', load.steady),
      figureRow('the whole run', load.whole),
      ...(parts.length > 2 ? parts : []),
    ],
  }
}

function figureRow(name: string, figures: PhaseFigures): string[] {
  const { shed, errors, latencyMs } = figures
  return [
    name,
    rate(figures.offeredPerSecond),
    rate(figures.completedPerSecond),
    successText(figures),
    exact(shed),
    exact(errors),
    ms(latencyMs?.mean),
    ms(latencyMs?.p50),
    ms(latencyMs?.p95),
    ms(latencyMs?.p99),
    ms(latencyMs?.max),
  ]
}

/** How soon a reader of the topic is told of a payment. */
export function eventTable({ load }: ShapeResult): TextTable {
  const { events } = load
  const unseen = events?.unseen ?? 0
  return {
    title: 'From a payment accepted to its event',
    head: ['payments', ...(unseen > 0 ? ['unseen'] : []), 'p50', 'p95', 'p99', 'max'],
    rows:
      events === null
        ? []
        : [
            [
              exact(events.payments),
              ...(unseen > 0 ? [exact(unseen)] : []),
              ms(events.p50),
              ms(events.p95),
              ms(events.p99),
              ms(events.max),
            ],
          ],
  }
}

/** The rates of a ladder, lowest first. */
export function ladderTable({ ladder }: ShapeResult): TextTable {
  const steps = (ladder?.steps ?? []).toSorted((a, b) => a.journeysPerSecond - b.journeysPerSecond)
  return {
    title: 'Ladder',
    head: [
      'rate',
      '',
      'answered',
      'shed',
      'p50',
      'p95',
      'p99',
      'event loop',
      'database',
      'machine',
      'generator',
    ],
    rows: steps.map(({ journeysPerSecond, isKept, figures, pressure }) => [
      `${exact(journeysPerSecond)} /s`,
      isKept ? 'kept' : 'LOST',
      rate(figures.completedPerSecond),
      exact(figures.shed),
      ms(figures.latencyMs?.p50),
      ms(figures.latencyMs?.p95),
      ms(figures.latencyMs?.p99),
      share(pressure['event loop']),
      share(pressure['writing session']),
      share(pressure['machine CPU']),
      share(pressure['generator']),
    ]),
  }
}

const share = (value: number | undefined) => (value === undefined ? noValue : percent(value))

export function objectiveTable({ objectives }: ShapeResult): TextTable {
  return {
    title: 'Objectives',
    head: ['objective', 'promised', 'got', ''],
    rows: objectives.map(({ what, unit, compare, limit, value, isKept }) => [
      what,
      `${compare} ${quantity(limit, unit)}`,
      quantity(value, unit),
      isKept ? 'kept' : 'MISSED',
    ]),
  }
}

export function mixTable({ mixes }: ShapeResult): TextTable {
  return {
    title: 'Mix',
    head: ['of', 'share', 'weight', 'chi-square'],
    rows: mixes.flatMap(({ group, shares, chiSquare, degreesOfFreedom, pValue, fits }) => {
      const total = shares.reduce((sum, { count }) => sum + count, 0)
      return shares.map(({ label, weight, count }, index) => [
        `${group} ${label}`,
        percent(count / total),
        percent(weight),
        index > 0
          ? ''
          : `${chiSquare.toFixed(2)} on ${degreesOfFreedom}, p ${pValue.toFixed(3)}: ${fits ? 'fits' : 'DOES NOT FIT'}`,
      ])
    }),
  }
}

export function volumeTable({ load }: ShapeResult): TextTable {
  return {
    title: 'Volume',
    head: ['currency', 'acknowledged'],
    rows: Object.entries(load.volumesMinor)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([currency, minor]) => [currency, majorGrouped(minor)]),
  }
}

export function coresTable({ load }: ShapeResult): TextTable {
  const perJourney = (cores: number | null) =>
    cores === null || load.whole.completedPerSecond === 0
      ? noValue
      : quantity((cores * 1e6) / load.whole.completedPerSecond, 'us')
  return {
    title: 'Cores',
    head: ['part', 'cores', 'per journey'],
    rows: Object.entries(load.cores).map(([part, cores]) => [
      part,
      cores === null ? noValue : cores.toFixed(3),
      perJourney(cores),
    ]),
    note: 'CPU time, but for the event loop: that is how long it was busy, waiting for a processor included. The pipeline is this command, which watches the load and reads its events.',
  }
}

export function failureTable(load: LoadFigures): TextTable {
  const rows = [
    ...Object.entries(load.failures),
    ['no answer in time', load.timeouts] as const,
    ['connection lost or refused', load.connectionErrors] as const,
  ].filter(([, count]) => count > 0)
  return {
    title: 'What did not end as expected',
    head: ['answer', 'count'],
    rows: rows.map(([reason, count]) => [reason, exact(count)]),
  }
}

/** One line each. */
export function invariantLines({ invariants }: ShapeResult): string[] {
  const violated = invariants.filter(({ violations }) => violations > 0)
  if (violated.length === 0) return [`all ${invariants.length} invariants hold`]
  return violated.map(
    ({ id, title, violations }) => `${id} (${title}): ${exact(violations)} violations`,
  )
}
