import { once } from 'node:events'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { WebSocket } from 'ws'
import { expectProblem } from '../../testing/expectations.ts'
import { SystemUnderTest, tenant, testToken } from '../../testing/system-process.ts'

let system: SystemUnderTest

beforeAll(async () => {
  system = await new SystemUnderTest({
    SESSION_TTL_SECONDS: '600',
    SESSIONS_PER_TOKEN_MAX: '3',
    AUTH_TOKENS: `${testToken}=${tenant}+other;second=${tenant}`,
  }).prepare()
  await system.start()
  await system.ready()
})
afterAll(async () => {
  await system[Symbol.asyncDispose]()
})

interface Opened {
  readonly token: string
  readonly cookie: string
}

async function open(token = testToken): Promise<Opened> {
  const headers = { authorization: `Bearer ${token}` }
  const answer = await system.request('/api/v1/sessions', { method: 'POST', headers })
  expect(answer.status).toBe(201)
  const cookie = answer.headers.get('set-cookie') ?? ''
  expect(cookie).toMatch(/^plumbline_session=pls_\S+; .*HttpOnly; SameSite=Strict$/)
  return { token: String(answer.json['token']), cookie: cookie.split(';')[0] ?? '' }
}

/** What a browser sends: no header of ours. */
async function withCookie(cookie: string, path: string, method = 'GET') {
  return system.anonymous(path, { method, headers: { cookie } })
}

describe('a session', () => {
  test('is opened by a token and then speaks for its tenant, by cookie or as a bearer token', async () => {
    const { token, cookie } = await open()
    const byCookie = await withCookie(cookie, '/api/v1/sessions/current')
    expect([byCookie.status, byCookie.json['tenant']]).toEqual([200, tenant])
    const byToken = await system.request('/api/v1/payments?page_size=1', {
      headers: { authorization: `Bearer ${token}` },
    })
    expect(byToken.status).toBe(200)
  })

  test('speaks for no other tenant, though the token that opened it could', async () => {
    const { token } = await open()
    const headers = { authorization: `Bearer ${token}`, 'x-tenant-id': 'other' }
    expectProblem(await system.request('/api/v1/payments', { headers }), 403, 'tenant-forbidden')
  })

  test('that was ended is refused at once, and so is one that never was', async () => {
    const { cookie } = await open()
    const ended = await withCookie(cookie, '/api/v1/sessions/current', 'DELETE')
    expect(ended.status).toBe(204)
    expect(ended.headers.get('set-cookie')).toContain('Max-Age=0')
    for (const each of [cookie, 'plumbline_session=pls_invented', 'plumbline_session=x']) {
      expectProblem(await withCookie(each, '/api/v1/payments'), 401, 'session-invalid')
    }
  })

  test('opens no other session, so that a stolen one ends', async () => {
    const { cookie } = await open()
    const answer = await withCookie(cookie, '/api/v1/sessions', 'POST')
    expectProblem(answer, 403, 'session-not-enough')
  })

  test('ends when its token has opened as many as may be after it; those of other tokens stay', async () => {
    const statusOf = async ({ cookie }: Opened): Promise<number> =>
      (await withCookie(cookie, '/api/v1/sessions/current')).status
    const others = await open('second')
    const opened: Opened[] = []
    for (let count = 0; count < 5; count += 1) opened.push(await open())
    expect(await Promise.all(opened.map(statusOf))).toEqual([401, 401, 200, 200, 200])
    expect(await statusOf(others)).toBe(200)
    await withCookie(opened[3]?.cookie ?? '', '/api/v1/sessions/current', 'DELETE')
    opened.push(await open())
    expect(await Promise.all(opened.map(statusOf))).toEqual([401, 401, 200, 401, 200, 200])
  })

  test('is one of the last that were opened, though all were opened at once', async () => {
    const opened = await Promise.all(Array.from({ length: 12 }, async () => open()))
    const answers = await Promise.all(
      opened.map(async ({ cookie }) => withCookie(cookie, '/api/v1/sessions/current')),
    )
    expect(answers.filter(({ status }) => status === 200).length).toBe(3)
  })

  test('is not stored under its token, and runs out by itself', async () => {
    const { token } = await open()
    const redis = new Redis(inject('services').redisUrl)
    try {
      const keys = await redis.keys(`${system.namespace}:session:*`)
      expect(keys.length).toBeGreaterThan(0)
      expect(keys.join(' ')).not.toContain(token)
      for (const key of keys) {
        expect(await redis.ttl(key)).toBeGreaterThan(0)
        expect(await redis.ttl(key)).toBeLessThanOrEqual(600)
      }
    } finally {
      redis.disconnect()
    }
  })

  test('opens the WebSocket by its cookie', async () => {
    const { cookie } = await open()
    const address = `${system.baseUrl.replace('http', 'ws')}/api/v1/ws`
    const socket = new WebSocket(address, { headers: { cookie } })
    await once(socket, 'open')
    expect(socket.readyState).toBe(WebSocket.OPEN)
    socket.terminate()
  })

  test('is not what a bearer token comes with', async () => {
    expectProblem(await system.request('/api/v1/sessions/current'), 404, 'no-session')
  })
})
