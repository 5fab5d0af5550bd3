import { once } from 'node:events'
import { randomUUID } from 'node:crypto'
import type { Socket } from 'node:net'
import { connect } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { eventually } from '../../testing/eventually.ts'
import { closeCodes } from './client.ts'
import { cleanUp, listen, refusedWith, startProcess } from './testing.ts'

afterEach(async () => {
  for (const undo of cleanUp.splice(0).toReversed()) {
    await undo()
  }
})

describe('the handshake', () => {
  it('takes the token and tenant from headers or from the query', async () => {
    const { port } = await startProcess(randomUUID())
    await listen(port)
    const headers = { authorization: 'Bearer two', 'x-tenant-id': 'shop' }
    expect((await listen(port, '', { headers })).socket.readyState).toBe(WebSocket.OPEN)
  })

  it('is refused without a token, with an unknown one, and for a tenant that is not its own', async () => {
    const { port } = await startProcess(randomUUID())
    expect(await refusedWith(port, '?tenant=bank')).toBe(401)
    expect(await refusedWith(port, '?access_token=wrong&tenant=bank')).toBe(401)
    expect(await refusedWith(port, '?access_token=two&tenant=bank')).toBe(403)
    expect(await refusedWith(port, '?access_token=two')).toBe(400)
  })

  it('is not answered to a request that does not ask for an upgrade', async () => {
    const { port } = await startProcess(randomUUID())
    const headers = { authorization: 'Bearer one', 'x-tenant-id': 'bank' }
    const answer = await fetch(`http://127.0.0.1:${port}/api/v1/ws`, { headers })
    expect(answer.status).toBe(404)
  })
})

describe('an event', () => {
  it('reaches every connection of its tenant and no other', async () => {
    const { hub, port } = await startProcess(randomUUID())
    const [first, second, shop] = await Promise.all([
      listen(port),
      listen(port),
      listen(port, '?access_token=one&tenant=shop'),
    ])
    hub.publish('bank', { type: 'rate', value: 7 })
    hub.publish('shop', { type: 'last' })
    const seq = expect.any(Number)
    expect(await first.upTo(1)).toEqual([{ sequence: 1, seq, type: 'rate', value: 7 }])
    expect(await second.upTo(1)).toEqual([{ sequence: 1, seq, type: 'rate', value: 7 }])
    expect(await shop.upTo(1)).toEqual([{ sequence: 1, seq, type: 'last' }])
  })

  it('reaches the connections of another process once, in order and numbered per connection', async () => {
    const namespace = randomUUID()
    const here = await startProcess(namespace)
    const there = await startProcess(namespace)
    const [near, far] = await Promise.all([listen(here.port), listen(there.port)])
    for (let value = 1; value <= 100; value += 1) {
      here.hub.publish('bank', { type: 'count', value })
    }
    there.hub.publish('bank', { type: 'from there' })
    const expected = Array.from({ length: 100 }, (_, index) => index + 1)
    for (const events of [await near.upTo(101), await far.upTo(101)]) {
      expect(events.map((event) => event['sequence'])).toEqual([...expected, 101])
      const counted = events.filter((event) => event['type'] === 'count')
      expect(counted.map((event) => event['value'])).toEqual(expected)
    }
  })

  it('does not cross namespaces', async () => {
    const here = await startProcess(randomUUID())
    const elsewhere = await startProcess(randomUUID())
    const stranger = await listen(elsewhere.port)
    here.hub.publish('bank', { type: 'secret' })
    elsewhere.hub.publish('bank', { type: 'own' })
    expect(await stranger.upTo(1)).toMatchObject([{ sequence: 1, type: 'own' }])
  })
})

describe('a connection', () => {
  it('whose reader does not keep up is dropped; the others go on, and memory stays bounded', async () => {
    const { hub, port } = await startProcess(randomUUID(), { bufferMaxBytes: 256 * 1024 })
    const slow = await listen(port)
    const quick = await listen(port)
    const stalled = (slow.socket as unknown as { _socket: Socket })._socket
    stalled.pause()
    const text = 'x'.repeat(64 * 1024)
    let sent = 0
    while ((await hub.quiescent()).numbers['connections'] === 2 && sent < 1_000) {
      hub.publish('bank', { type: 'flood', text })
      sent += 1
      await quick.upTo(sent)
    }
    expect(sent).toBeLessThan(1_000)
    stalled.resume()
    const [code] = (await once(slow.socket, 'close')) as [number]
    // The close frame arrives when the reader wakes within the grace, else the connection is cut.
    expect([closeCodes.slowConsumer, 1006]).toContain(code)
    hub.publish('bank', { type: 'after' })
    expect((await quick.upTo(sent + 1)).at(-1)).toMatchObject({ type: 'after', sequence: sent + 1 })
  })

  it('that does not answer pings is dropped', async () => {
    const { hub, port } = await startProcess(randomUUID(), { pingIntervalMs: 50 })
    const { socket } = await listen(port, undefined, { autoPong: false })
    const [code] = (await once(socket, 'close')) as [number]
    expect(code).toBe(closeCodes.silent)
    await eventually('the server letting go', async () =>
      (await hub.quiescent()).numbers['connections'] === 0 ? true : undefined,
    )
  })

  it('beyond the limit is refused with a code that says so', async () => {
    const { port } = await startProcess(randomUUID())
    await Promise.all([listen(port), listen(port), listen(port)])
    const { socket } = await listen(port)
    const [code] = (await once(socket, 'close')) as [number]
    expect(code).toBe(closeCodes.tooBusy)
  })

  it('is closed with a code that says so when the server goes, and does not hold it up', async () => {
    const { hub, server, port } = await startProcess(randomUUID())
    const { socket } = await listen(port)
    expect(server.inFlight()).toBe(0)
    const closed = once(socket, 'close') as Promise<[number]>
    await hub.stop()
    expect((await closed)[0]).toBe(closeCodes.goingAway)
    await server.app.close()
  })

  it('that sends more than a listener has to say is closed', async () => {
    const { port } = await startProcess(randomUUID())
    const { socket } = await listen(port)
    socket.send('x'.repeat(100_000))
    const [code] = (await once(socket, 'close')) as [number]
    expect(code).toBe(1009)
  })

  it('that is refused in the handshake is closed, on whatever route', async () => {
    const { hub, port } = await startProcess(randomUUID())
    for (const path of ['/api/v1/ws', '/api/v1/nowhere', '/elsewhere']) {
      const socket = connect(port, '127.0.0.1')
      cleanUp.push(async () => socket.destroy())
      socket.write(
        `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
      )
      const [head] = (await once(socket, 'data')) as [Buffer]
      expect(head.toString()).toMatch(/^HTTP\/1\.1 40[14] /)
      await once(socket, 'close')
    }
    expect((await hub.quiescent()).numbers['connections']).toBe(0)
  })
})
