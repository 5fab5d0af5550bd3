import { KnownFailure } from '../errors.ts'
import type { LoadInterval, LoadResult } from '../load/load.ts'
import { loadOn } from '../measuring/kinds/load-on.ts'
import { rssBytesPeak } from '../probes/memory.ts'
import { targetHeaders } from '../target/contract.ts'
import type { LoadFigures } from './document.ts'
import { figuresOf, stretchOf, type Stretch } from './figures/figures.ts'
import { partFigures } from './figures/part-figures.ts'
import type { LoadScenario } from './load-scenario.ts'
import { CoreMeter, coresBetween } from './observing/cores.ts'
import { Observer, type Reading } from './observing/observer.ts'
import type { LoadPlan } from './plan.ts'
import type { Rig } from './rig.ts'

/** One load on the rig, watched while it goes on, and waited for until nothing is in flight. */
export interface LoadAsked {
  readonly rig: Rig
  readonly scenario: LoadScenario
  readonly plan: LoadPlan
  readonly seed: number
  /** Which load of the run it is: no two share a key. */
  readonly index: number
  readonly intervalMs: number
  readonly observeEveryMs: number
  readonly readings: readonly Reading[]
  readonly onStretch: (progress: LoadProgress) => void
}

/** What is known while a load goes on. */
export interface LoadProgress {
  readonly stretches: readonly Stretch[]
  readonly interval: LoadInterval
  readonly observed: Readonly<Record<string, number>>
}

export interface Loaded {
  readonly figures: LoadFigures
  readonly stretches: readonly Stretch[]
  readonly startedAt: Date
}

export const requestTimeoutMs = 10_000
/** Sequence numbers of one load start this far apart. */
const sequencesPerLoad = 1_000_000_000

export async function load(asked: LoadAsked): Promise<Loaded> {
  const { rig, plan, index } = asked
  const stretches: Stretch[] = []
  const observer = new Observer({
    client: rig.system.client,
    everyMs: asked.observeEveryMs,
    readings: asked.readings,
  })
  const meter = new CoreMeter(rig)
  const coresBefore = meter.read()
  const startedAt = new Date()
  let before: LoadInterval | undefined
  const hear = (interval: LoadInterval) => {
    stretches.push(stretchOf(before, interval))
    before = interval
    asked.onStretch({ stretches, interval, observed: observer.latest?.values ?? {} })
  }
  const request = {
    scenarioFile: asked.scenario.file,
    baseUrl: rig.system.client.baseUrl,
    headers: targetHeaders(rig.address.token),
    shape: plan.load,
    requestTimeoutMs,
    seed: asked.seed,
    firstSequence: (index + 1) * sequencesPerLoad,
    acknowledgedFile: rig.acknowledgedFile,
    intervalMs: asked.intervalMs,
  }
  const generator = {
    run: (each: typeof request, signal?: AbortSignal) => rig.generator.run(each, signal, hear),
  }
  const result = await observed(observer, () => loadOn(rig.system, generator, request))
  const cores = coresBetween(coresBefore, meter.read())
  const drainMs = await drain(rig)
  const figures = loadFigures({ plan, result, stretches })
  return {
    figures: {
      ...figures,
      cores,
      drainMs,
      systemRssBytesPeak: rssBytesPeak(rig.system.pid) ?? null,
      events: null,
      observations: observer.observations,
    },
    stretches,
    startedAt,
  }
}

async function observed<T>(observer: Observer, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } finally {
    await observer.stop()
  }
}

/** Each waits as long as a comparison does; after an overload there is more to do. */
const drainAttempts = 6

async function drain(rig: Rig): Promise<number> {
  const startMs = performance.now()
  for (let attempt = 1; ; attempt += 1) {
    try {
      await rig.system.quiesce()
      return performance.now() - startMs
    } catch (failure) {
      const isWaiting = failure instanceof KnownFailure && failure.message.includes('in flight')
      if (!isWaiting || attempt === drainAttempts) throw failure
    }
  }
}

/** What is not the generator's to tell. */
type SeenAround = 'cores' | 'drainMs' | 'systemRssBytesPeak' | 'events' | 'observations'

function loadFigures(parts: {
  readonly plan: LoadPlan
  readonly result: LoadResult
  readonly stretches: readonly Stretch[]
}): Omit<LoadFigures, SeenAround> {
  const { plan, result, stretches } = parts
  const { generator } = result
  return {
    durationMs: result.durationMs,
    ...partFigures(plan.parts, stretches),
    stretches: stretches.map(stretchResult),
    failures: result.failures,
    timeouts: result.timeouts,
    connectionErrors: result.connectionErrors,
    acknowledged: result.acknowledged,
    labels: result.labels,
    volumesMinor: result.volumesMinor,
    generator: {
      cores: generator.cpuUs / 1_000 / Math.max(1, result.durationMs),
      dispatchLagMsP99: generator.dispatchLagMsP99,
      eventLoopDelayMsP99: generator.eventLoopDelayMsP99,
      longestQueue: generator.longestQueue,
      rssBytes: generator.rssBytes,
      saturated: generator.saturated ?? null,
    },
  }
}

function stretchResult(stretch: Stretch): LoadFigures['stretches'][number] {
  const { offeredPerSecond, completedPerSecond, latencyMs } = figuresOf([stretch])
  const { toMs, shed, errors, queued, generatorCores } = stretch
  return {
    toMs,
    offeredPerSecond,
    completedPerSecond,
    shed,
    errors,
    latencyMs,
    queued,
    generatorCores,
  }
}
