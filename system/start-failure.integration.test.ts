import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const mainFile = fileURLToPath(new URL('main.ts', import.meta.url))
const nobody = '127.0.0.1:1'

test('a system whose port is taken says so and ends with 1, though its parts were running', async () => {
  await using holder = createServer().listen(0, '127.0.0.1')
  await once(holder, 'listening')
  const { port } = holder.address() as AddressInfo
  const child = spawn(process.execPath, [mainFile, 'serve'], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: {
      PORT: String(port),
      DATABASE_URL: `postgres://${nobody}/none`,
      REDIS_URL: `redis://${nobody}`,
      KAFKA_BROKERS: nobody,
      LOG_LEVEL: 'fatal',
    },
  })
  const [said, [exitCode]] = await Promise.all([
    text(child.stderr),
    // Of services that do not answer each part takes leave for as long as its tries last.
    once(child, 'exit', { signal: AbortSignal.timeout(120_000) }).finally(() => child.kill()),
  ])
  expect(exitCode).toBe(1)
  expect(JSON.parse(said)).toMatchObject({
    level: 'fatal',
    message: expect.stringContaining(`EADDRINUSE: address already in use 127.0.0.1:${port}`),
  })
})
