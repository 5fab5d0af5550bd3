import { describe, expect, test } from 'vitest'
import { readSimpleHead } from './head.ts'

const head = (...lines: string[]) => Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1')
const post = 'POST /pay?x=1 HTTP/1.1'
const host = 'Host: here'

test('a plain head is read: names in lower case, values without what is around them', () => {
  const bytes = head(post, host, 'X-Tenant-Id: \t bank \t', 'empty:', 'Content-Length:2')
  expect(readSimpleHead(Buffer.concat([bytes, Buffer.from('{}')]))).toEqual({
    method: 'POST',
    url: '/pay?x=1',
    headers: { host: 'here', 'x-tenant-id': 'bank', empty: '', 'content-length': '2' },
    bodyBytes: 2,
    end: bytes.length,
  })
})

test('without a length there is no body', () => {
  expect(readSimpleHead(head('GET / HTTP/1.1', host, 'connection: Keep-Alive'))?.bodyBytes).toBe(0)
})

describe('left to Node is a head', () => {
  test.each([
    ['that has not come as a whole', Buffer.from(`${post}\r\n${host}\r\n`)],
    ['of more than 8 KiB', head(post, host, `x: ${'y'.repeat(8_192)}`)],
    ['of another method', head('PUT / HTTP/1.1', host)],
    ['of another version', head('POST / HTTP/1.0', host)],
    ['of an absolute address', head('POST http://here/ HTTP/1.1', host)],
    ['without a host', head(post, 'x: y')],
    ['with a header that comes twice', head(post, host, 'x: 1', 'X: 2')],
    ['with two lengths', head(post, host, 'content-length: 1', 'Content-Length: 2')],
    ['with a header of a name that objects have', head(post, host, '__proto__: x')],
    ['with a length that is no number', head(post, host, 'content-length: +1')],
    ['with a list of lengths', head(post, host, 'content-length: 1, 1')],
    ['of an encoded body', head(post, host, 'transfer-encoding: chunked')],
    ['with a space before a colon', head(post, host, 'content-length : 1')],
    ['with a folded line', head(post, host, 'x: y', ' z')],
    ['with a bare line feed', head(post, host, 'x: y\nz: 1')],
    ['with a bare carriage return', head(post, host, 'x: y\rz: 1')],
    ['with a byte beyond ASCII', head(post, host, 'x: é')],
    ['with a zero', head(post, host, 'x: \0')],
    ['that asks for an upgrade', head(post, host, 'connection: upgrade', 'upgrade: h2c')],
    ['that wants to be told to go on', head(post, host, 'expect: 100-continue')],
    ['that wants its connection closed', head(post, host, 'connection: close')],
  ])('%s', (_what, bytes) => {
    expect(readSimpleHead(bytes)).toBeUndefined()
  })
})
