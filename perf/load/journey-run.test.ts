import { expect, test } from 'vitest'
import { JourneyRun, type AnyJourney } from './journey-run.ts'
import { WireEncoder } from './wire-request.ts'
import type { Journey, JourneyStep } from './journey.ts'

interface State {
  readonly drawn: number
  readonly replays: boolean
  id?: string
}

const pay: JourneyStep<State> = {
  name: 'pay',
  method: 'POST',
  path: () => '/payments',
  body: (state) => ({ amountMinor: state.drawn }),
  expectStatus: [201],
  parseBody: true,
  receive: (state, answer) => {
    state.id = (answer.body as { id: string }).id
    return answer.headers['x-two'] === '1, 2'
  },
  acknowledges: (state) => state.id,
}
const replay: JourneyStep<State> = { ...pay, name: 'replay', when: (state) => state.replays }
const read: JourneyStep<State> = {
  name: 'read',
  method: 'GET',
  path: (state) => `/payments/${state.id}`,
  expectStatus: [200],
}

function begin(replays: boolean, sequence = 1, steps = [pay, replay, read]): JourneyRun {
  const journey: Journey<State> = {
    name: 'payments',
    start: (random) => ({ drawn: random.integer(1, 1_000_000), replays }),
    steps,
  }
  return new JourneyRun(
    journey as AnyJourney,
    new WireEncoder('http://localhost', {}),
    11,
    sequence,
  )
}

const good = { status: 201, rawHeaders: ['X-Two', '1', 'x-two', '2'], body: '{"id":"p-1"}' }

test('what one step received is in the path of a later step', () => {
  const run = begin(true)
  expect(run.advance()).toBe(true)
  expect(run.check(good)).toEqual({ failure: undefined, acknowledged: 'p-1' })
  expect([run.advance(), run.step]).toEqual([true, 1])
  expect([run.advance(), run.step]).toEqual([true, 2])
  expect(run.request()).toMatch(/^GET \/payments\/p-1 /)
  expect(run.advance()).toBe(false)
})

test('a step whose condition does not hold is left out', () => {
  const run = begin(false)
  run.advance()
  expect([run.advance(), run.step]).toEqual([true, 2])
})

test('the same seed and number send the same bytes, another number others', () => {
  const bytes = (sequence: number) => {
    const run = begin(false, sequence)
    run.advance()
    return run.request()
  }
  expect(bytes(5)).toBe(bytes(5))
  expect(bytes(5)).not.toBe(bytes(6))
})

test.each([
  [503, ['Retry-After', '1'], true],
  [429, ['content-type', 'x', 'retry-after', '2'], true],
  [503, ['content-type', 'retry-after'], undefined],
  [500, ['Retry-After', '1'], undefined],
])('status %d with %j is shed load: %s', (status, rawHeaders, shed) => {
  const run = begin(false)
  run.advance()
  expect(run.check({ status, rawHeaders, body: '' })).toEqual({
    failure: `status ${status}`,
    acknowledged: undefined,
    shed,
  })
})

test('an unexpected status is a failure and acknowledges nothing', () => {
  const run = begin(false)
  run.advance()
  expect(run.check({ ...good, status: 503 })).toEqual({
    failure: 'status 503',
    acknowledged: undefined,
  })
})

test('an answer that the step does not accept is a failure, and what it promised is still kept', () => {
  const run = begin(false)
  run.advance()
  expect(run.check({ ...good, rawHeaders: [] })).toEqual({
    failure: 'unexpected answer',
    acknowledged: 'p-1',
  })
})

test('a body that is not JSON is a failure with its reason', () => {
  const run = begin(false)
  run.advance()
  expect(run.check({ ...good, body: '<html>' }).failure).toMatch(/^answer not readable: /)
})

test('a journey of which no step applies is over at once', () => {
  expect(begin(false, 1, [replay]).advance()).toBe(false)
})
