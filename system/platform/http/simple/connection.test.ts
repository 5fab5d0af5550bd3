import type { Socket } from 'node:net'
import { Duplex } from 'node:stream'
import { expect, test } from 'vitest'
import { SimpleConnection } from './connection.ts'
import type { SimpleResponse } from './response.ts'

const keepAliveTimeoutMs = 75_000
const request = 'GET / HTTP/1.1\r\nhost: x\r\n\r\n'

/** A connection that was given a request, and the answer that it waits for. */
async function asked(): Promise<{
  socket: Duplex
  connection: SimpleConnection
  answer: () => void
}> {
  const socket = new Duplex({ read() {}, write: (_chunk, _encoding, done) => done() })
  const { promise, resolve } = Promise.withResolvers<SimpleResponse>()
  const connection = new SimpleConnection(socket as unknown as Socket, {
    firstBytesTimeoutMs: 1,
    keepAliveTimeoutMs,
    isTaken: () => true,
    take: (_request, response) => resolve(response),
    giveBack: () => {},
    tooLate: () => {},
    left: () => {},
  })
  socket.push(request)
  const response = await promise
  return { socket, connection, answer: () => void response.writeHead(200, {}).end(null) }
}

test('who waits for an answer is never too late', async () => {
  const { socket, connection } = await asked()
  connection.check(performance.now() + keepAliveTimeoutMs * 10)
  expect(socket.destroyed).toBe(false)
})

test('after an answer a connection is kept for as long as it says, and a second more', async () => {
  const { socket, connection, answer } = await asked()
  answer()
  const answeredMs = performance.now()
  connection.check(answeredMs + keepAliveTimeoutMs + 900)
  expect(socket.destroyed).toBe(false)
  connection.check(answeredMs + keepAliveTimeoutMs + 1_001)
  expect(socket.destroyed).toBe(true)
})
