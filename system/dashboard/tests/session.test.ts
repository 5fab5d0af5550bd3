import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { storedSession, storeSession } from '../page/session.ts'

const kept = new Map<string, string>()

beforeEach(() => {
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
  })
})
afterEach(() => {
  kept.clear()
  vi.unstubAllGlobals()
})

test('a session of the server’s is found again, a user’s own token is not kept', () => {
  storeSession({ kind: 'bearer', token: 'own', tenant: 'interbank' })
  expect(storedSession()).toBeUndefined()
  storeSession({ kind: 'session', token: 'pls_1', tenant: 'interbank' })
  expect(storedSession()).toEqual({ kind: 'session', token: 'pls_1', tenant: 'interbank' })
})

test('the user’s own token, as earlier pages kept it, is not taken for a session', () => {
  kept.set('plumbline.session', JSON.stringify({ token: 'own', tenant: 'interbank' }))
  expect(storedSession()).toBeUndefined()
})
