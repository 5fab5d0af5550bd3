import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { WebSocketServer } from 'ws'
import type { Audience } from './audience.ts'
import { openAudience } from './audience.ts'

const size = 60
let server: WebSocketServer
let audience: Audience

/** To all listeners, or to all but the first. */
function tell(frame: object, butFirst = false): void {
  const [, ...others] = server.clients
  for (const client of butFirst ? others : server.clients) client.send(JSON.stringify(frame))
}

beforeEach(async () => {
  server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  audience = await openAudience(`http://127.0.0.1:${port}`, 'token', size)
})
afterEach(() => {
  audience[Symbol.dispose]()
  server.close()
})

test('an audience has as many connections as it should, and none when it is disposed of', async () => {
  expect(server.clients.size).toBe(size)
  audience[Symbol.dispose]()
  await expect.poll(() => server.clients.size).toBe(0)
})

test('it has heard when every listener was told of all payments, in whatever frames', async () => {
  const heard = audience.hear(10, 5_000)
  tell({ seq: 1, type: 'payment_update', counts: { settled: 6, rejected: 1 } })
  tell({ seq: 2, type: 'metrics_update' })
  tell({ seq: 3, type: 'payment_update', counts: { settled: 3 } })
  await expect(heard).resolves.toBeUndefined()
  await expect(audience.hear(1, 50)).rejects.toThrow('was told of 0 payments of 1')
})

test('one listener that is told less is too few', async () => {
  const heard = audience.hear(2, 100)
  tell({ seq: 1, type: 'payment_update', counts: { settled: 1 } })
  tell({ seq: 2, type: 'payment_update', counts: { settled: 1 } }, true)
  await expect(heard).rejects.toThrow('was told of 1 payments of 2')
})

test('a frame that is missing is a fault of the system', async () => {
  const heard = audience.hear(2, 5_000)
  tell({ seq: 1, type: 'payment_update', counts: { settled: 1 } })
  tell({ seq: 3, type: 'payment_update', counts: { settled: 1 } })
  await expect(heard).rejects.toThrow('sent frame 3 after frame 1')
})

test('a connection that the system closes is told with its code', async () => {
  const heard = audience.hear(1, 5_000)
  for (const client of server.clients) client.close(4008)
  await expect(heard).rejects.toThrow('code 4008')
})

test('its tally counts every frame and every payment of every listener, and who is gone', async () => {
  const heard = audience.hear(3, 5_000)
  tell({ seq: 1, type: 'metrics_update' })
  tell({ seq: 2, type: 'payment_update', counts: { settled: 3 } })
  await heard
  expect(audience.tally()).toEqual({
    connected: size,
    frames: size * 2,
    payments: { least: 3, most: 3 },
  })
  tell({ seq: 3, type: 'payment_update', counts: { settled: 2 } }, true)
  const [first] = server.clients
  first?.terminate()
  await expect
    .poll(() => audience.tally())
    .toEqual({
      connected: size - 1,
      frames: size * 3 - 1,
      payments: { least: 3, most: 5 },
    })
})
