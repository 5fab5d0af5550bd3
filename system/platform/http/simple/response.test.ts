import type { Socket } from 'node:net'
import { beforeEach, expect, test } from 'vitest'
import { SimpleResponse } from './response.ts'

const sent: string[] = []
let isDestroyed = false
let response: SimpleResponse

beforeEach(() => {
  sent.length = 0
  isDestroyed = false
  response = new SimpleResponse({
    socket: { destroy: () => void (isDestroyed = true) } as unknown as Socket,
    keepAliveSeconds: 5,
    answer: (text) => sent.push(text) > 0,
  })
})

test('an answer that is ended again is sent once: the other would be that of the next request', () => {
  response.writeHead(200, { 'content-length': '2' }).end('{}').end('{}')
  expect(sent).toHaveLength(1)
})

test('a second head is refused as Node refuses it', () => {
  response.writeHead(200, {})
  expect(() => response.writeHead(500, {})).toThrow(
    expect.objectContaining({ code: 'ERR_HTTP_HEADERS_SENT' }),
  )
})

test.each(['a\r\nb: c', 'é'])(
  'the header value %j is refused, and another head may follow',
  (value) => {
    expect(() => response.writeHead(200, { 'content-length': '2', a: value })).toThrow(TypeError)
    expect(response.headersSent).toBe(false)
    response.writeHead(500).end('oh')
    expect(sent).toEqual([
      expect.stringMatching(/^HTTP\/1.1 500 [^]*\r\ncontent-length: 2\r\n[^]*\r\n\r\noh$/),
    ])
  },
)

test('an answer that is destroyed takes its connection along', () => {
  response.destroy()
  expect(isDestroyed).toBe(true)
})
