import { functionName } from '../code-places/code-place.ts'
import type { CounterResult, ScenarioResult } from '../result/document.ts'
import type {
  ChangedLines,
  CpuProfiles,
  ExecutionChange,
  FunctionCost,
  InstructionReading,
  Waits,
} from '../result/evidence.ts'
import { instructionTotal } from '../result/counter-id.ts'
import { counterVerdict } from './change.ts'
import { isTouched, placeText } from './code-place.ts'
import { exact, noValue, percent, percentChange } from './numbers.ts'
import { quantity, scaleFor } from './quantity.ts'

/**
 * What was seen inside the arms as lines of text, for every formatter. Nothing here is escaped yet.
 */
export type CostRow = {
  readonly name: string
  readonly place: string
  readonly touched: boolean
  readonly base: string
  readonly head: string
  readonly difference: string
  /** Head minus base, in the unit of the costs. */
  readonly size: number
  /** `noise`: so small a difference is seen between equal arms as well. */
  readonly tone: 'more' | 'less' | 'noise'
}

/** How far two equal costs may come apart; zero where costs are counted. */
export type NoiseOf = (base: number, head: number) => number

export function costRows(
  costs: readonly FunctionCost[],
  unit: string,
  changed: ChangedLines | undefined,
  noiseOf: NoiseOf = () => 0,
): CostRow[] {
  return costs.map(({ place, base, head }) => {
    const scale = scaleFor(unit, Math.max(base ?? 0, head ?? 0))
    const size = (head ?? 0) - (base ?? 0)
    const isNoise = Math.abs(size) <= noiseOf(base ?? 0, head ?? 0)
    return {
      name: functionName(place.function),
      place: placeText(place),
      touched: isTouched(place, changed),
      base: scale(base),
      head: scale(head),
      difference: size > 0 ? `+${scale(size)}` : scale(size),
      size,
      tone: isNoise ? 'noise' : size > 0 ? 'more' : 'less',
    }
  })
}

/**
 * Twice the standard deviation of a difference of sampled times: samples are counted, and a count's
 * variance is the count (Poisson). Undefined where the profile does not say how often it sampled.
 */
export function samplingNoise({ operations, samplingUs }: CpuProfiles): NoiseOf | undefined {
  if (samplingUs === undefined || operations.base <= 0 || operations.head <= 0) return undefined
  const [forBase, forHead] = [samplingUs / operations.base, samplingUs / operations.head]
  return (base, head) => 2 * Math.sqrt(base * forBase + head * forHead)
}

export type ExecutionRow = {
  readonly name: string
  readonly place: string
  readonly touched: boolean
  readonly kind: ExecutionChange['kind']
  readonly source: string
  readonly base: string
  readonly head: string
  readonly change: string
  readonly tone: 'more' | 'less'
}

export function executionRows(
  changes: readonly ExecutionChange[],
  changed: ChangedLines | undefined,
): ExecutionRow[] {
  return changes.map(({ place, kind, source, base, head }) => ({
    name: functionName(place.function),
    place: placeText(place),
    touched: isTouched(place, changed),
    kind,
    source: source.trim(),
    base: base === null ? noValue : exact(base),
    head: head === null ? noValue : exact(head),
    change: changeText(base, head),
    tone: (head ?? 0) > (base ?? 0) ? 'more' : 'less',
  }))
}

function changeText(base: number | null, head: number | null): string {
  if ((base ?? 0) === 0) return 'new'
  return (head ?? 0) === 0 ? 'gone' : percentChange((head ?? 0) / (base ?? 1) - 1)
}

export type InstructionRow = {
  readonly process: InstructionReading['process']
  readonly title: string
  readonly base: string
  readonly head: string
  readonly change: string
  /** How far equal arms come apart. */
  readonly tolerance: string
  readonly counter: CounterResult | null
  readonly verdict: string
}

const processTitles = { system: 'system', postgres: 'Postgres' } as const

/** As they were judged. */
export function instructionRows(
  scenario: ScenarioResult,
  readings: readonly InstructionReading[],
): InstructionRow[] {
  return readings.map(({ process }) => {
    const counter = scenario.counters.find(({ id }) => id === instructionTotal(process)) ?? null
    const [base, head] = [counter?.base ?? null, counter?.head ?? null]
    const tolerance = counter?.tolerance
    return {
      process,
      title: processTitles[process],
      base: base === null ? noValue : exact(Math.round(base)),
      head: head === null ? noValue : exact(Math.round(head)),
      change:
        base === null || head === null || base === 0 ? noValue : percentChange(head / base - 1),
      tolerance: tolerance === undefined ? noValue : percent(tolerance),
      counter,
      verdict: counter === null ? noValue : counterVerdict(counter),
    }
  })
}

export type PairRow = { readonly label: string; readonly base: string; readonly head: string }

/** Delays and pauses of both arms. */
export function delayRows({ base, head }: { base: Waits; head: Waits }): PairRow[] {
  const row = (label: string, unit: string, pick: (waits: Waits) => number): PairRow => {
    const scale = scaleFor(unit, Math.max(pick(base), pick(head)))
    return { label, base: scale(pick(base)), head: scale(pick(head)) }
  }
  return [
    row('event-loop delay p50', 'ms', (waits) => waits.eventLoopDelayMsP50),
    row('event-loop delay p99', 'ms', (waits) => waits.eventLoopDelayMsP99),
    row('event-loop delay, longest', 'ms', (waits) => waits.eventLoopDelayMsMax),
    row('garbage collection per operation', 'us', (waits) => waits.gcUsPerOp),
    row('garbage collection, longest pause', 'ms', (waits) => waits.gcPauseMsMax),
  ]
}

export type ShareRow = {
  readonly label: string
  readonly base: number | null
  readonly head: number | null
}

/**
 * How busy each resource was, of its own capacity, the busiest in head on top. The load of an
 * inspection does not rise, so that nothing shows which was full first; but the use of each grows
 * with throughput, and what is busiest is full first when load grows (utilisation law: Denning and
 * Buzen, Computing Surveys 10(3), 1978).
 */
export function resourceRows({ base, head }: { base: Waits; head: Waits }): ShareRow[] {
  const names = new Set([...head.resources, ...base.resources].map(({ name }) => name))
  const of = (waits: Waits, name: string) =>
    waits.resources.find((resource) => resource.name === name)?.utilisation ?? null
  return [...names]
    .map((label) => ({ label, base: of(base, label), head: of(head, label) }))
    .toSorted((a, b) => (b.head ?? 0) - (a.head ?? 0))
}

/** From here on a resource is called full: what waits for it grows beyond measure. */
export const fullLeast = 0.9

/** The load and the neighbours use it, too: that it is full says nothing of the system. */
const everybodys = 'machine CPU'

/**
 * "database pool, 96 % busy (base 24 %)", of what the system has to itself; and whether anything
 * was full.
 */
export function busiestText(waits: { base: Waits; head: Waits }): string | null {
  const rows = resourceRows(waits)
  const first = rows.find(({ label }) => label !== everybodys)
  if (first === undefined || first.head === null) return null
  const base = first.base === null ? '' : ` (base ${percent(first.base)})`
  const busiest = `${first.label}, ${percent(first.head)} busy${base}`
  if (first.head >= fullLeast) return busiest
  const machine = rows.find(({ label }) => label === everybodys)?.head ?? 0
  const full =
    machine < fullLeast
      ? 'nothing was full'
      : `full was only the machine's CPU, ${percent(machine)} busy, which the load uses, too`
  return `${busiest}; ${full}`
}

/** Mean lengths of queues by name, the longest in head first. */
export function queueRows({ base, head }: { base: Waits; head: Waits }): PairRow[] {
  const names = new Set([...(head.queues ?? []), ...(base.queues ?? [])].map(({ name }) => name))
  const of = (waits: Waits, name: string) =>
    waits.queues?.find((queue) => queue.name === name)?.mean ?? null
  return [...names].map((label) => ({
    label,
    base: quantity(of(base, label), ''),
    head: quantity(of(head, label), ''),
  }))
}

/** Waiting sessions of Postgres: event and statement, as often as each was sampled. */
export function postgresWaitRows({ base, head }: { base: Waits; head: Waits }) {
  const key = (wait: Waits['postgres'][number]) => `${wait.event}\n${wait.statement}`
  const all = new Map([...head.postgres, ...base.postgres].map((wait) => [key(wait), wait]))
  const of = (waits: Waits, wanted: string) =>
    waits.postgres.find((wait) => key(wait) === wanted)?.samples ?? 0
  return [...all].map(([wanted, { event, statement }]) => ({
    event,
    statement,
    base: of(base, wanted),
    head: of(head, wanted),
  }))
}
