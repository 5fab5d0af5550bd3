import type { Waits } from '../../result/evidence.ts'

/**
 * A metric of the system's own, as a scrape has it; where it came from is not this folder's
 * business.
 */
interface ScrapedMetric {
  readonly name: string
  readonly labels: string
  readonly value: number
}

/** What a process tells of its own waiting. */
export interface InnerWaits {
  readonly delayMsP50: number
  readonly delayMsP99: number
  readonly delayMsMax: number
  readonly gcMs: number
  readonly gcPauseMsMax: number
  /** Share of the time in which the event loop was not idle. */
  readonly loopUtilisation: number
}

/** What one process waited for over a stretch of load. */
export interface InspectedWaits {
  readonly operations: number
  readonly waits: InnerWaits
  readonly watched: {
    readonly postgres: readonly Waits['postgres'][number][]
    /** Scrapes of the system's Prometheus metrics. */
    readonly scrapes: readonly (readonly ScrapedMetric[])[]
    readonly busy: Readonly<Record<string, number>>
  }
}

/**
 * The processes of one arm together. Of largest values the smallest counts: one process may have
 * had bad luck.
 */
export function waitsOf(inspections: readonly InspectedWaits[]): Waits {
  const inner = inspections.map(({ waits }) => waits)
  const operations = inspections.reduce((sum, inspection) => sum + inspection.operations, 0)
  const gcMs = inner.reduce((sum, waits) => sum + waits.gcMs, 0)
  const scrapes = inspections.flatMap(({ watched }) => watched.scrapes)
  return {
    eventLoopDelayMsP50: mean(inner.map(({ delayMsP50 }) => delayMsP50)),
    eventLoopDelayMsP99: mean(inner.map(({ delayMsP99 }) => delayMsP99)),
    eventLoopDelayMsMax: least(inner.map(({ delayMsMax }) => delayMsMax)),
    gcUsPerOp: operations === 0 ? 0 : (gcMs * 1_000) / operations,
    gcPauseMsMax: least(inner.map(({ gcPauseMsMax }) => gcPauseMsMax)),
    postgres: joinedSamples(inspections.flatMap(({ watched }) => watched.postgres)),
    resources: resourcesOf(inspections, scrapes),
    queues: queuesOf(scrapes),
  }
}

const samplesMost = 50

function joinedSamples(samples: readonly Waits['postgres'][number][]): Waits['postgres'] {
  const groups = Map.groupBy(samples, ({ event, statement }) => `${event}\n${statement}`)
  return [...groups.values()]
    .map(([first, ...rest]) => ({
      ...(first as Waits['postgres'][number]),
      samples: [first, ...rest].reduce((sum, sample) => sum + (sample?.samples ?? 0), 0),
    }))
    .toSorted((a, b) => b.samples - a.samples)
    .slice(0, samplesMost)
}

function resourcesOf(
  inspections: readonly InspectedWaits[],
  scrapes: readonly (readonly ScrapedMetric[])[],
): Waits['resources'] {
  const names = new Set(inspections.flatMap(({ watched }) => Object.keys(watched.busy)))
  const busy = [...names].map((name) => ({
    name,
    utilisation: mean(inspections.flatMap(({ watched }) => watched.busy[name] ?? [])),
  }))
  const pool = poolUtilisation(scrapes)
  return [
    {
      name: 'event loop',
      utilisation: mean(inspections.map(({ waits }) => waits.loopUtilisation)),
    },
    ...(pool === undefined ? [] : [{ name: 'database pool', utilisation: pool }]),
    ...busy,
  ].toSorted((a, b) => b.utilisation - a.utilisation)
}

const poolMetric = 'postgres_pool'
const poolMostMetric = 'postgres_pool_max'

/** Undefined where the system does not tell how large its pool may become. */
function poolUtilisation(scrapes: readonly (readonly ScrapedMetric[])[]): number | undefined {
  const shares = scrapes.flatMap((samples) => {
    const most = samples.find(({ name }) => name === poolMostMetric)?.value
    const busy = samples.find(
      ({ name, labels }) => name === poolMetric && labels.includes('state="busy"'),
    )?.value
    return most === undefined || busy === undefined || most <= 0 ? [] : [busy / most]
  })
  return shares.length === 0 ? undefined : mean(shares)
}

const waitingWords = /waiting|queued|pending|backlog|lag/
/** Delays of the event loop have figures of their own; what only grows is no queue. */
const noQueue = /^nodejs_eventloop|_(?:bucket|count|sum|total|seconds)$/
const queuesMost = 50

function queuesOf(scrapes: readonly (readonly ScrapedMetric[])[]): NonNullable<Waits['queues']> {
  const lengths = new Map<string, number[]>()
  for (const { name, labels, value } of scrapes.flat()) {
    const label = /="([^"]*)"/.exec(labels)?.[1]
    const full = label === undefined ? name : `${name} ${label}`
    if (!waitingWords.test(full) || noQueue.test(name)) continue
    lengths.set(full, [...(lengths.get(full) ?? []), value])
  }
  return [...lengths]
    .map(([name, values]) => ({ name: name.slice(0, 200), mean: mean(values) }))
    .toSorted((a, b) => b.mean - a.mean)
    .slice(0, queuesMost)
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length
}

function least(values: readonly number[]): number {
  return values.length === 0 ? 0 : Math.min(...values)
}
