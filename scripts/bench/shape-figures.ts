import { quantity } from '../../perf/report/quantity.ts'
import type { LoadFigures, PhaseFigures, ShapeResult } from '../../perf/shapes/document.ts'
import { endedOf } from '../../perf/shapes/figures/ended.ts'
import { findingLines } from '../../perf/shapes/report/findings.ts'
import { atLeast, atMost, type Figure, type RowOutcome } from './figure.ts'
import { settingOfRun } from './setting.ts'

/**
 * Pure: what a row shows of a shape's result. Latency and rates are those without ramps, counts are
 * of the whole load, and what is lost is what the shape's own oracles say.
 */
export function latencyFigures({ latencyMs }: PhaseFigures): Record<'p50' | 'p99' | 'max', Figure> {
  const figure = (name: 'p50' | 'p99' | 'max'): Figure => ({
    what: `latency ${name}`,
    value: latencyMs?.[name],
    unit: 'ms',
  })
  return { p50: figure('p50'), p99: figure('p99'), max: figure('max') }
}

/**
 * @param least what must be accepted, where the other figures would else be of less than is
 * promised
 */
export function rateFigures(
  { offeredPerSecond, completedPerSecond }: PhaseFigures,
  least?: number,
): Figure[] {
  const accepted = { what: 'accepted', value: completedPerSecond, unit: '/s' }
  return [
    { what: 'offered', value: offeredPerSecond, unit: '/s' },
    least === undefined ? accepted : { ...accepted, target: atLeast(least) },
  ]
}

/**
 * Of the payments whose banks were clearing, in percent: one outside of its window is held, and
 * that is no success of the moment. Undefined where nothing ended.
 */
export function inWindowSuccess({ whole, observations }: LoadFigures): number | undefined {
  const held = heldForWindows(observations)
  const ended = endedOf(whole) - held
  return ended <= 0 ? undefined : (100 * (whole.completed - held)) / ended
}

/** The system counts them from its start, which was for this load. */
function heldForWindows(observations: LoadFigures['observations']): number {
  const last = observations.findLast(({ values }) => 'clearingViolations' in values)
  return last?.values['clearingViolations'] ?? 0
}

const acknowledgedStored = 'payments.acknowledged-stored'

/**
 * Every invariant and oracle that was asked; that of what clients were told by itself, because it
 * is the loss.
 */
export function lossFigures({ invariants }: Pick<ShapeResult, 'invariants'>): Figure[] {
  const lost = invariants.find(({ id }) => id === acknowledgedStored)
  const violated = invariants.filter(({ violations }) => violations > 0)
  const none = atMost(0)
  return [
    { what: 'acknowledged but lost', value: lost?.violations, unit: '', target: none },
    {
      what: `invariants and oracles violated, of ${invariants.length}`,
      value: violated.length,
      unit: '',
      target: none,
    },
  ]
}

/** By component, and what one payment took of those that write it. */
export function coreFigures(
  cores: LoadFigures['cores'],
  { completedPerSecond }: PhaseFigures,
): Figure[] {
  const parts = Object.entries(cores).map(([what, value]): Figure => {
    return { what, value: value ?? undefined, unit: 'cores' }
  })
  const shown = paidByPayment.filter((part) => part in cores)
  const perPayment = shown.map((part): Figure => {
    const used = cores[part]
    const isKnown = used !== null && used !== undefined && completedPerSecond > 0
    const value = isKnown ? (used * usPerSecond) / completedPerSecond : undefined
    return { what: `${part} CPU per payment`, value, unit: 'us' }
  })
  return [...parts, ...perPayment]
}

const usPerSecond = 1e6
const paidByPayment = ['system', 'Postgres', 'Kafka', 'generator']

export interface RowWords {
  readonly command: string
  readonly promisedSeconds: number
  /** Of the row whatever it measures, one sentence each. */
  readonly notes?: readonly string[]
}

/** With what a reader must know beside them, and where they were made. */
export function shapeOutcome(
  result: ShapeResult,
  figures: readonly Figure[],
  { command, promisedSeconds, notes = [] }: RowWords,
): RowOutcome {
  const { load, outcome, reasons, warnings, connections, level, reproduce } = result
  const invalid = outcome === 'invalid' ? reasons.join('; ') : undefined
  const seconds = Math.round((load.parts.at(-1)?.toMs ?? 0) / 1_000)
  return {
    kind: 'measured',
    figures,
    remarks: [
      ...notes,
      `The same by itself: \`${reproduce}\`; ${connections} connections` +
        (seconds === promisedSeconds ? '' : `; the promise is for ${promisedSeconds} s`),
      ...(level.kind === 'users' && level.journeysPerSecond !== null
        ? [`So many users amount to ${quantity(level.journeysPerSecond, '/s')}`]
        : []),
      ...findingLines(result),
      ...(outcome === 'failed' ? reasons : []),
      ...troublesOf(load),
      ...warnings,
    ],
    ...(invalid === undefined ? {} : { invalid }),
    setting: settingOfRun(result, command),
  }
}

function troublesOf({ failures, timeouts, connectionErrors }: LoadFigures): string[] {
  const counts = {
    ...failures,
    'no answer in time': timeouts,
    'connection lost or refused': connectionErrors,
  }
  return Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([what, count]) => `${what}: ${quantity(count, '')}`)
}
