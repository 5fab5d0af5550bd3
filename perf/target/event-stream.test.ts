import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type WebSocket, WebSocketServer } from 'ws'
import { type EventStream, openEventStream } from './event-stream.ts'

let server: WebSocketServer
let system: WebSocket
let events: EventStream

beforeEach(async () => {
  server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  await once(server, 'listening')
  const connected = once(server, 'connection') as Promise<[WebSocket]>
  const { port } = server.address() as AddressInfo
  events = await openEventStream(`http://127.0.0.1:${port}`, 'token')
  ;[system] = await connected
})

afterEach(() => {
  events[Symbol.dispose]()
  system.terminate()
  server.close()
})

const say = (event: object) => system.send(JSON.stringify(event))
const done = (jobId: number) => (event: object) => 'jobId' in event && event.jobId === jobId
const longMs = 60_000

test('an event that came before anybody waited is still there', async () => {
  say({ type: 'completed', jobId: 1 })
  say({ type: 'completed', jobId: 2 })
  expect(await events.waitFor(done(2), longMs)).toEqual({ type: 'completed', jobId: 2 })
  expect(await events.waitFor(done(1), longMs)).toEqual({ type: 'completed', jobId: 1 })
})

test('an event is given to one waiter only, the next one to the next', async () => {
  const isProgress = (event: { type: string }) => event.type === 'progress'
  const both = Promise.all([events.waitFor(isProgress, longMs), events.waitFor(isProgress, longMs)])
  for (const percent of [1, 2]) say({ type: 'progress', percent })
  expect(await both).toEqual([
    { type: 'progress', percent: 1 },
    { type: 'progress', percent: 2 },
  ])
})

test('an event that does not come is said with the time', async () => {
  await expect(events.waitFor(done(1), 20)).rejects.toThrow('no such event within 20 ms')
})

test('a stream that the system closes ends the waiting at once, also of who asks later', async () => {
  const waiting = events.waitFor(done(1), longMs)
  system.close()
  await expect(waiting).rejects.toThrow('the system closed its event stream')
  await expect(events.waitFor(done(2), longMs)).rejects.toThrow(
    'the system closed its event stream',
  )
})

test('what is not an event ends the stream, and nothing else', async () => {
  const waiting = events.waitFor(done(1), longMs)
  system.send('not JSON')
  await expect(waiting).rejects.toThrow('the system sent not JSON, expected an event in JSON')
})
