import { AcknowledgedLog } from './acknowledged-log.ts'
import { ClosedArrivals } from './closed-arrivals.ts'
import { OpenArrivals } from './open-arrivals.ts'
import type { ArrivalContext, Arrivals } from './arrivals.ts'
import { GeneratorMeter } from './generator-meter.ts'
import { LinkedQueue } from './linked-queue.ts'
import { Recorder } from './recorder.ts'
import { type ClientContext, JourneyClient } from './journey-client.ts'
import { WireEncoder } from './wire-request.ts'
import { Dispatcher } from './dispatcher.ts'
import type { ConnectionPool, PoolRequest } from './connection.ts'
import type { AnyJourney } from './journey-run.ts'
import type { LoadRequest, LoadResult } from './load.ts'

/**
 * One load, from the first connection to the last answer: every connection is up before the schedule
 * begins, and the end waits, within a limit, for what is outstanding.
 */
export type OpenConnections = (request: PoolRequest) => Promise<ConnectionPool>

const connectTimeoutMs = 10_000

export async function runLoad(
  journey: AnyJourney,
  request: LoadRequest,
  openConnections: OpenConnections,
  signal: AbortSignal,
): Promise<LoadResult> {
  await using log =
    request.acknowledgedFile === undefined
      ? undefined
      : new AcknowledgedLog(request.acknowledgedFile)
  const recorder = new Recorder(
    journey.steps.map((step) => step.name),
    log,
  )
  const clients: JourneyClient[] = []
  const context = contextOf(journey, request, recorder)
  await using pool = await openConnections({
    baseUrl: request.baseUrl,
    connections: request.shape.connections,
    connectTimeoutMs,
    signal,
    adopt: (connection) => {
      const client = new JourneyClient(context, connection)
      clients.push(client)
      return client
    },
  })

  const meter = new GeneratorMeter()
  meter.start()
  const startMs = performance.now()
  const arrivals = arrivalsOf({ request, startMs, parked: context.parked, recorder, meter })
  const dispatcher = new Dispatcher({ arrivals, clients, pool, context, request, signal })
  context.onParked = () => dispatcher.wake()
  await dispatcher.finished()
  context.onParked = () => {}
  const generator = meter.stop()
  await log?.close()

  return {
    durationMs: Math.max(0, recorder.lastMs - startMs),
    journeysOffered: recorder.journeysOffered,
    journeysCompleted: recorder.journeysCompleted,
    requestsCompleted: recorder.requestsCompleted,
    failures: recorder.failures,
    timeouts: recorder.timeouts,
    connectionErrors: recorder.lost + pool.failedAttempts,
    steps: recorder.steps(),
    journeys: recorder.journeys(),
    acknowledged: recorder.acknowledged,
    generator,
  }
}

function contextOf(journey: AnyJourney, request: LoadRequest, recorder: Recorder): ClientContext {
  return {
    journey,
    encoder: new WireEncoder(request.baseUrl, request.headers),
    seed: request.seed,
    recorder,
    waiting: new LinkedQueue<JourneyClient>(),
    parked: new LinkedQueue<JourneyClient>(),
    underWay: 0,
    onParked: () => {}, // before the schedule begins clients only gather
    thinkAtEnd: request.shape.kind === 'closed',
  }
}

function arrivalsOf(context: ArrivalContext): Arrivals {
  const { shape } = context.request
  switch (shape.kind) {
    case 'open':
      return new OpenArrivals(context, shape.journeysPerSecond)
    case 'closed':
      return new ClosedArrivals(context)
  }
}
