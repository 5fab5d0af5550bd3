import { isAbsolute } from 'node:path'
import { KnownFailure } from '../errors.ts'
import type { LoadRequest, StagedShape } from './load.ts'
import { durationMsOf, peakOf } from './stages.ts'

const mostConnections = 20_000
/** Above this a timer of a timeout plus its queue would not fit the histogram's initial range. */
const longestTimeoutMs = 300_000

/** A day: a soak is longer than a night, and what never ends is no load. */
const longestDurationMs = 86_400_000

/** Refuses a load that could not be run, or would never end. */
export function checkLoadRequest(request: LoadRequest): void {
  const { shape, durationMs, journeys, requestTimeoutMs } = request
  expect(isAbsolute(request.scenarioFile), 'scenarioFile', request.scenarioFile, 'an absolute path')
  expect(URL.canParse(request.baseUrl), 'baseUrl', request.baseUrl, 'a URL')
  expect(
    Number.isInteger(shape.connections) && within(shape.connections, 1, mostConnections),
    'connections',
    shape.connections,
    `a whole number from 1 to ${mostConnections}`,
  )
  if ('stages' in shape) checkStages(shape)
  if (shape.kind === 'open') {
    expect(
      within(shape.journeysPerSecond, Number.MIN_VALUE, Number.MAX_VALUE),
      'journeysPerSecond',
      shape.journeysPerSecond,
      'a positive number',
    )
  }
  expect(
    durationMs !== undefined || journeys !== undefined || 'stages' in shape,
    'durationMs and journeys',
    undefined,
    'at least one of them',
  )
  expect(
    durationMs === undefined || within(durationMs, Number.MIN_VALUE, longestDurationMs),
    'durationMs',
    durationMs,
    `a positive number, at most ${longestDurationMs}`,
  )
  expect(
    journeys === undefined || (Number.isInteger(journeys) && journeys > 0),
    'journeys',
    journeys,
    'a positive whole number',
  )
  expect(
    within(requestTimeoutMs, 1, longestTimeoutMs),
    'requestTimeoutMs',
    requestTimeoutMs,
    `from 1 to ${longestTimeoutMs}`,
  )
}

function checkStages(shape: StagedShape): void {
  const { stages, connections } = shape
  const isLevel = (level: number) => within(level, 0, Number.MAX_SAFE_INTEGER)
  expect(
    stages.length > 0 &&
      stages.every(({ from, to }) => isLevel(from) && isLevel(to)) &&
      stages.every(({ durationMs }) => within(durationMs, Number.MIN_VALUE, longestDurationMs)),
    'stages',
    JSON.stringify(stages),
    'at least one, with levels of zero or more and a duration each',
  )
  const durationMs = durationMsOf(stages)
  const longest = `at most ${longestDurationMs}`
  expect(durationMs <= longestDurationMs, 'duration of all stages', durationMs, longest)
  if (shape.kind !== 'users') return
  const most = `at most ${connections}, the connections`
  expect(peakOf(stages) <= connections, 'users', peakOf(stages), most)
  expect(within(shape.thinkMs, 0, longestTimeoutMs), 'thinkMs', shape.thinkMs, 'zero or more')
}

function within(value: number, low: number, high: number): boolean {
  return value >= low && value <= high
}

function expect(condition: boolean, name: string, value: unknown, expected: string): void {
  if (condition) return
  throw new KnownFailure('load', `load request: ${name} is ${String(value)}, expected ${expected}`)
}
