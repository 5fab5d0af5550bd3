import { expect, test } from 'vitest'
import { WireEncoder } from './wire-request.ts'
import type { JourneyStep } from './journey.ts'

const encoder = new WireEncoder('http://127.0.0.1:8080', { Authorization: 'Bearer token' })
const get: JourneyStep<unknown> = {
  name: 'read',
  method: 'GET',
  path: () => '/things?page=1',
  expectStatus: [200],
}

test('a request without a body has neither content type nor length', () => {
  expect(encoder.encode(get, {})).toBe(
    'GET /things?page=1 HTTP/1.1\r\nHost: 127.0.0.1:8080\r\nConnection: keep-alive\r\n' +
      'Authorization: Bearer token\r\n\r\n',
  )
})

test('a body is JSON, its length counted in bytes, and the step adds its own headers', () => {
  const text = encoder.encode(
    {
      ...get,
      method: 'POST',
      headers: () => ({ 'Idempotency-Key': 'k1' }),
      body: () => ({ a: 'é' }),
    },
    {},
  )
  expect(text).toContain('Idempotency-Key: k1\r\n')
  expect(text).toContain('Content-Type: application/json\r\nContent-Length: 10\r\n\r\n{"a":"é"}')
})

test('a base URL with a path is put before every path', () => {
  const nested = new WireEncoder('http://127.0.0.1:8080/base/', {})
  expect(nested.encode(get, {})).toMatch(/^GET \/base\/things\?page=1 HTTP/)
})

test('a path or header that would end the line is refused', () => {
  expect(() => encoder.encode({ ...get, path: () => '/a\r\nX: 1' }, {})).toThrow(TypeError)
  expect(() => encoder.encode({ ...get, path: () => '/a b' }, {})).toThrow(TypeError)
  expect(() => encoder.encode({ ...get, headers: () => ({ 'X-A': '1\r\nX-B: 2' }) }, {})).toThrow(
    TypeError,
  )
})

test("a step's own header replaces the shared one of the same name, whatever its case", () => {
  const text = encoder.encode({ ...get, headers: () => ({ authorization: 'Bearer other' }) }, {})
  expect(text.match(/authorization: .*/gi)).toEqual(['authorization: Bearer other'])
})
