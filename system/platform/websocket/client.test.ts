import { EventEmitter } from 'node:events'
import type { WebSocket } from 'ws'
import { describe, expect, it } from 'vitest'
import { closeCodes, HubClient } from './client.ts'

/** As much of a socket as a client touches; `bufferedAmount` is what its reader has not taken. */
class FakeSocket extends EventEmitter {
  readonly OPEN = 1
  readyState = 1
  bufferedAmount = 0
  readonly sent: string[] = []
  readonly closed: number[] = []
  pings = 0

  send(text: string): void {
    this.sent.push(text)
  }

  ping(): void {
    this.pings += 1
  }

  close(code: number): void {
    this.readyState = 2
    this.closed.push(code)
  }

  terminate(): void {
    this.readyState = 3
  }
}

function connect(
  bufferMaxBytes = 1_000,
  lives?: () => Promise<boolean>,
): { socket: FakeSocket; client: HubClient } {
  const socket = new FakeSocket()
  const limits = { bufferMaxBytes, closeGraceMs: 1 }
  const listener = { tenant: 'bank', lives }
  return { socket, client: new HubClient(listener, socket as unknown as WebSocket, limits) }
}

describe('a client of the hub', () => {
  it('numbers its events from 1 without a gap', () => {
    const { socket, client } = connect()
    client.send('"type":"a"')
    client.send('"type":"b"')
    expect(socket.sent.map((text) => JSON.parse(text) as unknown)).toEqual([
      { sequence: 1, type: 'a' },
      { sequence: 2, type: 'b' },
    ])
  })

  it('that does not keep up is dropped with a code and sent nothing more', () => {
    const { socket, client } = connect(100)
    socket.bufferedAmount = 95
    expect(client.send('"type":"too much"')).toBe('dropped')
    expect(socket.closed).toEqual([closeCodes.slowConsumer])
    socket.bufferedAmount = 0
    expect(client.send('"type":"later"')).toBe('closed')
    expect(socket.sent).toEqual([])
  })

  it('that answers its pings stays', () => {
    const { socket, client } = connect()
    client.ping()
    socket.emit('pong')
    client.ping()
    expect(socket.pings).toBe(2)
    expect(socket.closed).toEqual([])
  })

  it('that does not answer a ping is dropped at the next', () => {
    const { socket, client } = connect()
    client.ping()
    client.ping()
    expect(socket.closed).toEqual([closeCodes.silent])
  })

  it('whose session has ended is dropped; one of which nobody can say stays', async () => {
    const states: [() => Promise<boolean>, number[]][] = [
      [async () => true, []],
      [async () => false, [closeCodes.sessionEnded]],
      [async () => Promise.reject(new Error('redis is away')), []],
    ]
    for (const [lives, closed] of states) {
      const { socket, client } = connect(1_000, lives)
      await client.checkLife()
      expect(socket.closed).toEqual(closed)
    }
  })
})
