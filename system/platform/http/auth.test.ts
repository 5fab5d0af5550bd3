import type { FastifyRequest } from 'fastify'
import { describe, expect, test } from 'vitest'
import { createAuthentication } from './auth.ts'

const tenantOf = createAuthentication(new Map([['secret', new Set(['one', 'two'])]]))
const request = (headers: Record<string, string>, url = '/api/v1/x') =>
  ({ headers, url }) as unknown as FastifyRequest

describe('a bearer token', () => {
  test('acts for the tenant that is named, if it may', () => {
    expect(tenantOf(request({ authorization: 'Bearer secret', 'x-tenant-id': 'two' }))).toBe('two')
    expect(tenantOf(request({ authorization: 'bearer secret', 'x-tenant-id': 'one' }))).toBe('one')
  })

  test.each([
    [{ 'x-tenant-id': 'one' }, 'token-invalid'],
    [{ authorization: 'Bearer wrong', 'x-tenant-id': 'one' }, 'token-invalid'],
    [{ authorization: 'secret', 'x-tenant-id': 'one' }, 'token-invalid'],
    [{ authorization: 'Bearer secret' }, 'tenant-missing'],
    [{ authorization: 'Bearer secret', 'x-tenant-id': 'three' }, 'tenant-forbidden'],
  ])('%o is refused: %s', (headers, code) => {
    expect(() => tenantOf(request(headers))).toThrow(expect.objectContaining({ code }))
  })
})

describe('a token in the query', () => {
  const url = '/api/v1/ws?access_token=secret&tenant=one'

  test('counts for a handshake, which has no headers of its own', () => {
    expect(tenantOf(request({ upgrade: 'websocket' }, url))).toBe('one')
  })

  test('counts for nothing else, because addresses are written to logs', () => {
    expect(() => tenantOf(request({}, url))).toThrow(
      expect.objectContaining({ code: 'token-invalid' }),
    )
  })
})
