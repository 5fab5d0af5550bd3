import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { Stream } from '../page/stream.ts'
import type { Frame, StreamState } from '../page/stream.ts'

/** As much of a browser's socket as the page touches; the server's part is played by the test. */
class FakeSocket extends EventTarget {
  static readonly opened: FakeSocket[] = []
  readonly address: URL

  constructor(address: string) {
    super()
    this.address = new URL(address)
    FakeSocket.opened.push(this)
  }

  open(): void {
    this.dispatchEvent(new Event('open'))
  }

  tell(frame: object): void {
    this.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(frame) }))
  }

  close(): void {
    this.dispatchEvent(new Event('close'))
  }
}

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('WebSocket', FakeSocket)
  vi.stubGlobal('location', new URL('http://gateway:8080/dashboard/'))
  FakeSocket.opened.length = 0
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

function listening() {
  const states: StreamState['kind'][] = []
  const frames: Frame[] = []
  let resyncs = 0
  const stream = new Stream(
    { kind: 'session', token: 'secret', tenant: 'interbank' },
    {
      onState: ({ kind }) => states.push(kind),
      onFrame: (frame) => frames.push(frame),
      onResync: () => (resyncs += 1),
    },
  )
  stream.start()
  return { stream, states, frames, resyncs: () => resyncs }
}

const last = (): FakeSocket => FakeSocket.opened.at(-1) as FakeSocket

describe('a stream of events', () => {
  test('says who it is in the address, where a browser may set no header', () => {
    listening()
    expect(last().address.href).toBe(
      'ws://gateway:8080/api/v1/ws?access_token=secret&tenant=interbank',
    )
  })

  test('that was lost goes on behind the last frame that was seen', () => {
    const { states, frames, resyncs } = listening()
    last().open()
    last().tell({ seq: 41, type: 'a' })
    last().tell({ seq: 42, type: 'b' })
    last().close()
    vi.advanceTimersByTime(500)
    expect(FakeSocket.opened).toHaveLength(2)
    expect(last().address.searchParams.get('since')).toBe('42')
    last().open()
    last().tell({ seq: 43, type: 'c' })
    expect(states).toEqual(['connecting', 'live', 'lost', 'connecting', 'live'])
    expect(frames.map(({ type }) => type)).toEqual(['a', 'b', 'c'])
    expect(resyncs()).toBe(0)
  })

  test('of which frames are gone asks for everything again', () => {
    const { frames, resyncs } = listening()
    last().tell({ seq: 1, type: 'a' })
    last().tell({ seq: 5, type: 'b' })
    expect(resyncs()).toBe(1)
    last().tell({ seq: 9, type: 'resync', since: 5 })
    last().tell({ seq: 10, type: 'c' })
    expect(resyncs()).toBe(2)
    expect(frames.map(({ type }) => type)).toEqual(['a', 'b', 'c'])
  })

  test('that is refused again and again is tried ever more seldom, also when it opens for a moment', () => {
    listening()
    const times: number[] = []
    for (let index = 0; index < 8; index += 1) {
      last().open()
      last().close()
      const before = FakeSocket.opened.length
      let waitedMs = 0
      while (FakeSocket.opened.length === before) {
        vi.advanceTimersByTime(50)
        waitedMs += 50
      }
      times.push(waitedMs)
    }
    expect(times[0]).toBeLessThanOrEqual(500)
    expect(times.at(-1)).toBeGreaterThanOrEqual(7_500)
    expect(Math.max(...times)).toBeLessThanOrEqual(15_000)
  })

  test('that was told to stop comes back no more', () => {
    const { stream } = listening()
    last().open()
    stream.stop()
    stream.retryNow()
    vi.advanceTimersByTime(60_000)
    expect(FakeSocket.opened).toHaveLength(1)
  })
})
