import { expect, test } from 'vitest'
import { sessionCookie, sessionCookieOf } from './cookie.ts'

test.each([
  ['plumbline_session=abc', 'abc'],
  ['theme=dark; plumbline_session=abc; other=1', 'abc'],
  ['not_plumbline_session=abc', undefined],
  ['plumbline_session=', undefined],
  [undefined, undefined],
])('the cookie header %j names the session %j', (cookie, expected) => {
  expect(sessionCookieOf({ headers: cookie === undefined ? {} : { cookie } })).toBe(expected)
})

test('the cookie is for the browser alone, for this site alone, and Secure behind TLS', () => {
  const plain = sessionCookie('abc', 60, { headers: {} })
  expect(plain).toBe('plumbline_session=abc; Path=/; Max-Age=60; HttpOnly; SameSite=Strict')
  const behindTls = { headers: { 'x-forwarded-proto': 'https' } }
  expect(sessionCookie('abc', 60, behindTls)).toBe(`${plain}; Secure`)
})
