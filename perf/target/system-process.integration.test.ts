import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { createServer as createSocketServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openRunLedger, type RunLedger } from '../lifecycle/run-ledger.ts'
import { contractArm } from '../testing/bad-targets.ts'
import { freePorts } from '../lifecycle/free-port.ts'
import { startSystem } from './system-process.ts'

let folder = ''
let ledger: RunLedger

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-target-'))
  ledger = await openRunLedger(join(folder, 'runs'))
})

afterEach(async () => {
  await ledger[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true })
})

const start = (port: number) =>
  startSystem({
    armName: 'base',
    armFolder: contractArm(join(folder, 'arm'), 'well'),
    ledger,
    address: {
      host: '127.0.0.1',
      port,
      databaseUrl: 'postgres://unused',
      redisUrl: 'redis://unused',
      kafkaBrokers: [],
      namespace: 'unused-',
      token: 'unused',
    },
  })

async function portHeldBy(server: Server): Promise<number> {
  const [port = 0] = await freePorts(1)
  await once(server.listen(port, '127.0.0.1'), 'listening')
  return port
}

describe('a system that is started', () => {
  it('is ready when it answers on its own port', async () => {
    const [port = 0] = await freePorts(1)
    await using system = await start(port)
    expect((await system.client.get('/health/live')).status).toBe(200)
  })

  it.each([
    ['answers as if it were ready', createServer((_request, response) => response.end('{}'))],
    ['says nothing', createSocketServer()],
  ])('on a port that somebody took since, who %s, says so', async (_what, thief) => {
    const port = await portHeldBy(thief)
    try {
      await expect(start(port)).rejects.toThrow(
        `port ${port} on 127.0.0.1 is taken by another process, expected it free for the base system`,
      )
    } finally {
      thief.close()
    }
  })

  it('and did not get its port leaves whoever has it in peace', async () => {
    let questions = 0
    const thief = createServer((_request, response) => {
      questions += 1
      response.writeHead(503).end()
    })
    const port = await portHeldBy(thief)
    try {
      await expect(start(port)).rejects.toThrow(`port ${port} on 127.0.0.1 is taken`)
      await sleep(50) // for the question that is under way
      const asked = questions
      await sleep(300)
      expect(questions).toBe(asked)
    } finally {
      thief.close()
      thief.closeAllConnections()
    }
  })
})
