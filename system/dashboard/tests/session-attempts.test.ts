import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { SessionAttempts } from '../page/session-attempts.ts'
import type { Session } from '../page/session.ts'

const pauseMs = 5_000
const answers: (() => Promise<Response>)[] = []
const asked: string[] = []

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    const { authorization } = init.headers as Record<string, string>
    asked.push(`${init.method} ${path} ${authorization}`)
    const answer = answers.shift()
    return answer === undefined ? new Response(null, { status: 503 }) : answer()
  })
})
afterEach(() => {
  answers.length = 0
  asked.length = 0
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const opened = async () => Response.json({ token: 'pls_1' }, { status: 201 })
const brokenOff = async () => new Response('{"token":"pl', { status: 201 })

function attempts() {
  const sessions: Session[] = []
  const bearer: Session = { kind: 'bearer', token: 'own', tenant: 'interbank' }
  const one = new SessionAttempts(bearer, (session) => sessions.push(session))
  return { one, sessions }
}

test('an answer that breaks off is one more attempt that failed', async () => {
  answers.push(brokenOff, opened)
  const { one, sessions } = attempts()
  one.start()
  await vi.advanceTimersByTimeAsync(pauseMs)
  expect(sessions).toEqual([])
  await vi.advanceTimersByTimeAsync(pauseMs)
  expect(sessions).toEqual([{ kind: 'session', token: 'pls_1', tenant: 'interbank' }])
  one.stop()
})

test('a session that opens when nobody wants it any more is ended', async () => {
  const late = Promise.withResolvers<Response>()
  answers.push(async () => late.promise)
  const { one, sessions } = attempts()
  one.retryNow()
  one.stop()
  late.resolve(await opened())
  await vi.advanceTimersByTimeAsync(0)
  expect(sessions).toEqual([])
  expect(asked).toEqual([
    'POST /api/v1/sessions Bearer own',
    'DELETE /api/v1/sessions/current Bearer pls_1',
  ])
})
