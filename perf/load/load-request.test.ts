import { expect, test } from 'vitest'
import { checkLoadRequest } from './load-request.ts'
import type { LoadRequest } from './load.ts'

const valid: LoadRequest = {
  scenarioFile: '/scenarios/payments.perf.ts',
  baseUrl: 'http://127.0.0.1:8080',
  headers: {},
  shape: { kind: 'open', journeysPerSecond: 10, connections: 5 },
  durationMs: 1000,
  requestTimeoutMs: 1000,
  seed: 1,
  firstSequence: 0,
}
const { durationMs: _, ...endless } = valid

test('a complete request is accepted', () => {
  expect(() => checkLoadRequest(valid)).not.toThrow()
})

test.each([
  ['a relative scenario file', { ...valid, scenarioFile: 'payments.perf.ts' }],
  ['a base URL that is none', { ...valid, baseUrl: 'localhost' }],
  ['no connections', { ...valid, shape: { kind: 'closed', connections: 0 } }],
  ['half a connection', { ...valid, shape: { kind: 'closed', connections: 1.5 } }],
  ['a rate of zero', { ...valid, shape: { ...valid.shape, journeysPerSecond: 0 } }],
  ['a rate that is not a number', { ...valid, shape: { ...valid.shape, journeysPerSecond: NaN } }],
  ['neither duration nor journeys', endless],
  ['a duration of zero', { ...valid, durationMs: 0 }],
  ['a duration without end', { ...valid, durationMs: Number.POSITIVE_INFINITY }],
  ['a negative number of journeys', { ...valid, journeys: -1 }],
  ['a timeout of an hour', { ...valid, requestTimeoutMs: 3_600_000 }],
] as readonly (readonly [string, LoadRequest])[])('%s is refused', (_what, request) => {
  expect(() => checkLoadRequest(request)).toThrow(/^load request: .* expected /)
})
