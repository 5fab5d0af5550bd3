import { expect, test } from 'vitest'
import { ClosedArrivals } from './closed-arrivals.ts'
import { GeneratorMeter } from './generator-meter.ts'
import { LinkedQueue } from './linked-queue.ts'
import { OpenArrivals } from './open-arrivals.ts'
import { Recorder } from './recorder.ts'
import { ArrivalSchedule } from './schedule.ts'
import { UserArrivals } from './user-arrivals.ts'
import { JourneyClient, type ClientContext } from './journey-client.ts'
import { WireEncoder } from './wire-request.ts'
import type { Arrivals } from './arrivals.ts'
import type { AnyJourney } from './journey-run.ts'
import type { LoadRequest } from './load.ts'

const journeys = 100
const evenSchedule = new ArrivalSchedule({ journeysPerSecond: 1_000, seed: 1, journeys })
/** Its end is far behind the moment at which arrivals are offered. */
const allAtOnce = [{ from: journeys, to: journeys, durationMs: 2_000_000 }]

/** Two journeys of three are over at once, because none of their steps applies. */
function journeyNoting(begun: number[]): AnyJourney {
  return {
    name: 'mostly empty',
    start(_random, sequence) {
      begun.push(sequence)
      return sequence
    },
    steps: [
      {
        name: 'read',
        when: (sequence) => (sequence as number) % 3 === 0,
        method: 'GET',
        path: () => '/',
        expectStatus: [200],
      },
    ],
  }
}

function begunBy(
  arrivalsOf: (context: ConstructorParameters<typeof ClosedArrivals>[0]) => Arrivals,
) {
  const begun: number[] = []
  const recorder = new Recorder(['read'], undefined)
  const context: ClientContext = {
    journey: journeyNoting(begun),
    encoder: new WireEncoder('http://127.0.0.1', {}),
    seed: 1,
    recorder,
    waiting: new LinkedQueue<JourneyClient>(),
    parked: new LinkedQueue<JourneyClient>(),
    underWay: 0,
    onParked: () => {},
    restMs: () => 0,
  }
  const request = { journeys, seed: 1, firstSequence: 0 } as LoadRequest
  const meter = new GeneratorMeter()
  const arrivals = arrivalsOf({ request, startMs: 0, parked: context.parked, recorder, meter })
  for (let client = 0; client < journeys; client += 1) {
    new JourneyClient(context, { up: true, send() {}, abandon() {} }).connected()
  }
  context.onParked = () => arrivals.offer(1_000_000)
  arrivals.offer(1_000_000)
  return { begun, recorder }
}

const everyNumberOnce = Array.from({ length: journeys }, (_, sequence) => sequence)

test.each([
  ['closed', (context) => new ClosedArrivals(context)],
  ['open', (context) => new OpenArrivals(context, evenSchedule)],
  ['users', (context) => new UserArrivals(context, allAtOnce, journeys)],
] as [string, Parameters<typeof begunBy>[0]][])(
  '%s arrivals give each journey its own number, also when journeys are over at once',
  (_kind, arrivalsOf) => {
    const { begun, recorder } = begunBy(arrivalsOf)
    expect(begun.toSorted((a, b) => a - b)).toEqual(everyNumberOnce)
    const empty = everyNumberOnce.filter((sequence) => sequence % 3 !== 0).length
    expect(recorder).toMatchObject({ journeysOffered: journeys, journeysCompleted: empty })
  },
)

test('what is due is offered then, also where no connection is free for it, and is offered once', () => {
  const recorder = new Recorder(['read'], undefined)
  const parked = new LinkedQueue<JourneyClient>()
  const request = { journeys, seed: 1, firstSequence: 0 } as LoadRequest
  const context = { request, startMs: 0, parked, recorder, meter: new GeneratorMeter() }
  const schedule = new ArrivalSchedule({ journeysPerSecond: 1_000, seed: 1, journeys })
  const arrivals = new OpenArrivals(context, schedule)
  arrivals.offer(50)
  expect([recorder.journeysOffered, arrivals.queued]).toEqual([50, 50])
  arrivals.expire(1_000_000, 1)
  expect(recorder).toMatchObject({ journeysOffered: 50, timeouts: 50 })
})
