import { AcknowledgedLog } from './acknowledged-log.ts'
import { ClosedArrivals } from './closed-arrivals.ts'
import { OpenArrivals } from './open-arrivals.ts'
import type { ArrivalContext, Arrivals } from './arrivals.ts'
import { GeneratorMeter } from './generator-meter.ts'
import { IntervalTeller } from './interval-teller.ts'
import { LinkedQueue } from './linked-queue.ts'
import { seededRandom } from './random.ts'
import { Recorder } from './recorder.ts'
import { type ClientContext, JourneyClient } from './journey-client.ts'
import { ArrivalSchedule } from './schedule.ts'
import { StagedSchedule } from './staged-schedule.ts'
import { UserArrivals } from './user-arrivals.ts'
import { WireEncoder } from './wire-request.ts'
import { Dispatcher } from './dispatcher.ts'
import type { ConnectionPool, PoolRequest } from './connection.ts'
import type { AnyJourney } from './journey-run.ts'
import type { LoadInterval, LoadRequest, LoadResult } from './load.ts'

/**
 * One load, from the first connection to the last answer: every connection is up before the
 * schedule begins, and the end waits, within a limit, for what is outstanding.
 */
export type OpenConnections = (request: PoolRequest) => Promise<ConnectionPool>

const connectTimeoutMs = 10_000

export async function runLoad(
  journey: AnyJourney,
  request: LoadRequest,
  openConnections: OpenConnections,
  signal: AbortSignal,
  onInterval: (interval: LoadInterval) => void = () => {},
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
  using intervals = new IntervalTeller({ request, startMs, recorder, pool, arrivals, onInterval })
  await dispatcher.finished()
  context.onParked = () => {}
  intervals.tell()
  const generator = meter.stop()
  await log?.close()

  return {
    ...recorder.counts(pool.failedAttempts),
    durationMs: Math.max(0, recorder.lastMs - startMs),
    steps: recorder.steps(),
    journeys: recorder.journeys(),
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
    restMs: restOf(request),
  }
}

function arrivalsOf(context: ArrivalContext): Arrivals {
  const { shape, seed, durationMs, journeys } = context.request
  switch (shape.kind) {
    case 'open': {
      const { journeysPerSecond } = shape
      const length = {
        ...(durationMs === undefined ? {} : { durationMs }),
        ...(journeys === undefined ? {} : { journeys }),
      }
      return new OpenArrivals(context, new ArrivalSchedule({ journeysPerSecond, seed, ...length }))
    }
    case 'staged':
      return new OpenArrivals(context, new StagedSchedule({ stages: shape.stages, seed }))
    case 'users':
      return new UserArrivals(context, shape.stages, shape.connections)
    case 'closed':
      return new ClosedArrivals(context)
  }
}

const thinkStream = 0x7417_4b00 // apart from the journeys' streams, which count from zero

/** In open arrivals a client's visit is over with its journey: nobody pauses. */
function restOf({ shape, seed }: LoadRequest): ClientContext['restMs'] {
  switch (shape.kind) {
    case 'open':
    case 'staged':
      return () => 0
    case 'closed':
      return (thinkMs) => thinkMs
    case 'users': {
      const random = seededRandom(seed, thinkStream)
      return (thinkMs) => Math.max(thinkMs, shape.thinkMs * (0.5 + random.next()))
    }
  }
}
