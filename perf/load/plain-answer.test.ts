import { describe, expect, test } from 'vitest'
import { readPlainAnswer } from './plain-answer.ts'

const answer = (head: readonly string[], body = '{}') =>
  Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`)
const read = (bytes: Buffer) => readPlainAnswer(bytes, bytes.length)
const ok = 'HTTP/1.1 200 OK'
const length = 'Content-Length: 2'

test('a plain answer is read: status, body, headers without what is around them', () => {
  const body = '{"a":"é"}'
  const bytes = answer(
    [
      'HTTP/1.1 201 Created',
      'X-One: \t b c \t',
      'empty:',
      'CONTENT-LENGTH:10',
      'Connection: Keep-Alive',
    ],
    body,
  )
  expect({ ...read(bytes), rawHeaders: read(bytes)?.rawHeaders }).toEqual({
    status: 201,
    body,
    rawHeaders: ['X-One', 'b c', 'empty', '', 'CONTENT-LENGTH', '10', 'Connection', 'Keep-Alive'],
  })
})

test('an answer may have no body, and no words for its status', () => {
  expect(read(answer(['HTTP/1.1 503 ', 'content-length: 0'], ''))).toMatchObject({
    status: 503,
    body: '',
  })
})

test('what the buffer held before is no part of the answer', () => {
  const bytes = Buffer.concat([answer([ok, length]), Buffer.from('of another')])
  expect(readPlainAnswer(bytes, bytes.length - 10)).toMatchObject({ status: 200, body: '{}' })
  expect(readPlainAnswer(answer([ok, length]), 37)).toBeUndefined()
})

describe('left to the parser is an answer', () => {
  test.each([
    ['that has not come as a whole', answer([ok, 'Content-Length: 3'])],
    ['whose head has not come as a whole', Buffer.from(`${ok}\r\n${length}\r\n`)],
    ['with anything after it', answer([ok, length], '{}\r\n')],
    ['with another one after it', Buffer.concat([answer([ok, length]), answer([ok, length])])],
    ['with a blank line before it', Buffer.concat([Buffer.from('\r\n'), answer([ok, length])])],
    ['of another version', answer(['HTTP/1.0 200 OK', length])],
    ['of a status of four digits', answer(['HTTP/1.1 2000 OK', length])],
    ['with one more to come', answer(['HTTP/1.1 100 Continue', length])],
    ['that never has a body', answer(['HTTP/1.1 204 No Content', 'Content-Length: 0'], '')],
    ['of what was not modified', answer(['HTTP/1.1 304 Not Modified', 'Content-Length: 0'], '')],
    ['without a length', answer([ok, 'x: y'])],
    ['with a length that is no number', answer([ok, 'Content-Length: +2'])],
    ['with a length of nothing', answer([ok, 'Content-Length:'], '')],
    ['with two lengths', answer([ok, length, 'content-length: 2'])],
    ['of an encoded body', answer([ok, length, 'Transfer-Encoding: chunked'])],
    ['that tells of an upgrade', answer([ok, length, 'Upgrade: h2c'])],
    ['that closes its connection', answer([ok, length, 'Connection: close'])],
    [
      'with two words about its connection',
      answer([ok, length, 'connection: keep-alive', 'connection: keep-alive']),
    ],
    ['with a space before a colon', answer([ok, length, 'x : y'])],
    ['with a line without a colon', answer([ok, length, 'x'])],
    ['with a folded line', answer([ok, length, 'x: y', ' z'])],
    ['with a bare line feed', answer([ok, length, 'x: y\nz: 1'])],
    ['with a bare carriage return', answer([ok, length, 'x: y\rz: 1'])],
    ['with a byte beyond ASCII', answer([ok, length, 'x: é'])],
    ['that is not HTTP', Buffer.from('this is not HTTP\r\n\r\n')],
  ])('%s', (_what, bytes) => {
    expect(read(bytes)).toBeUndefined()
  })
})
