import { expect, test } from 'vitest'
import { parsePrometheus } from '../probes/prometheus-text.ts'
import type { Audience, AudienceTally } from '../target/audience.ts'
import { audienceLacks, toldListeners, wholeAudience } from './whole-audience.ts'

const size = 500
const told = { connections: size, sent: 4_000, lost: 0 }
const tally: AudienceTally = { connected: size, frames: 4_000, payments: { least: 9, most: 9 } }
const metrics = (sent: number) => `websocket_connections 500
websocket_events_total{delivery="sent"} ${sent}
websocket_events_total{delivery="dropped"} 2
websocket_events_total{delivery="closed"} 3`

test('an audience that was told all that was sent lacks nothing', () => {
  expect(audienceLacks(size, told, tally)).toEqual([])
})

test.each([
  [{ connections: 499 }, {}, 'the system has 499 connections of 500'],
  [{ connections: undefined }, {}, 'the system has undefined connections of 500'],
  [{}, { connected: 498 }, '498 listeners of 500 are connected'],
  [{ sent: 4_001 }, {}, '4001 frames were sent and 4000 received'],
  [{ lost: 1 }, {}, '1 frames were not sent, because their reader was late or gone'],
  [{}, { payments: { least: 8, most: 9 } }, 'one listener was told of 8 payments, another of 9'],
  [{ sent: 0 }, { frames: 0 }, 'nobody was told of anything'],
])('the system %o, its listeners %o: %s', (system, listeners, lack) => {
  expect(audienceLacks(size, { ...told, ...system }, { ...tally, ...listeners })).toEqual([lack])
})

test('what the system did not send is told by what kept it from sending', () => {
  expect(toldListeners(parsePrometheus(metrics(7)))).toEqual({ connections: 500, sent: 7, lost: 5 })
  expect(toldListeners([])).toEqual({ connections: undefined, sent: 0, lost: 0 })
})

test('a frame that is on its way is waited for', async () => {
  let looks = 0
  const audience = {
    tally: () => ({ ...tally, frames: (looks += 1) < 3 ? 3_500 : 4_000 }),
  } as Audience
  const body = metrics(4_000).replaceAll(/delivery="(dropped|closed)"} \d/g, 'delivery="$1"} 0')
  const client = { audience: async () => audience, get: async () => ({ status: 200, body }) }
  expect(await wholeAudience(client, size)).toEqual([])
  expect(looks).toBe(3)
})
