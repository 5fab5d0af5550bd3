import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo, Server } from 'node:net'
import { pino } from 'pino'
import { expect, test, vi } from 'vitest'
import { createRedis } from './redis.ts'

/** As much of Redis as a client asks for at its start: a word for every command. */
const serverOf = (): Server =>
  createServer((socket) => {
    socket.on('data', (data) => {
      const commands = data.toString().match(/^\*\d+\r$/gm) ?? []
      socket.write('+PONG\r\n'.repeat(commands.length))
    })
    socket.on('error', () => {})
  })

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

test('a Redis that was away at the first command is used once it is there', async () => {
  const port = await freePort()
  const redis = createRedis(`redis://127.0.0.1:${port}/0`, 'test', pino({ level: 'silent' }))
  await expect(redis.check()).rejects.toMatchObject({ code: 'redis-unavailable' })
  const server = serverOf().listen(port, '127.0.0.1')
  await once(server, 'listening')
  try {
    await vi.waitFor(async () => redis.check(), { timeout: 10_000, interval: 20 })
  } finally {
    await redis.close()
    server.close()
  }
})
