import type { Session } from './session.ts'

/** The API as this page uses it: it signs in and out, and otherwise only asks. */
export type Answer<T> =
  | { readonly kind: 'ok'; readonly data: T }
  /** This system has no such endpoint. */
  | { readonly kind: 'absent' }
  /** The token is unknown, or does not act for the tenant. */
  | { readonly kind: 'denied'; readonly message: string }
  | { readonly kind: 'failed'; readonly message: string; readonly retryAfterMs: number }

const timeoutMs = 10_000

export async function ask<T>(session: Session, path: string): Promise<Answer<T>> {
  try {
    const response = await fetch(`/api/v1${path}`, {
      ...credentials(session),
      signal: AbortSignal.timeout(timeoutMs),
    })
    if (response.ok) {
      return { kind: 'ok', data: (await response.json()) as T }
    }
    if (response.status === 404) {
      return { kind: 'absent' }
    }
    const message = await problemOf(response)
    if (response.status === 401 || response.status === 403) {
      return { kind: 'denied', message }
    }
    const retryAfterMs = Number(response.headers.get('retry-after') ?? 0) * 1000
    return { kind: 'failed', message, retryAfterMs }
  } catch (error) {
    return { kind: 'failed', message: messageOf(error), retryAfterMs: 0 }
  }
}

/**
 * Changes the user's token for a session of the server, which runs out and can be ended, so that
 * the token itself is neither kept in the tab nor written into the address of the socket. A server
 * that cannot open any at the moment, or whose answer breaks off, leaves things as they are.
 */
export async function openSession(session: Session): Promise<Session> {
  const answer = await send('POST', '/sessions', session)
  if (answer?.status !== 201) {
    return session
  }
  const { token } = (await answer.json().catch(() => ({}))) as { readonly token?: string }
  return token === undefined ? session : { kind: 'session', token, tenant: session.tenant }
}

/** Ends it on the server, too. */
export async function endSession(session: Session): Promise<void> {
  await send('DELETE', '/sessions/current', session)
}

async function send(method: string, path: string, session: Session): Promise<Response | undefined> {
  const { headers } = credentials(session)
  const signal = AbortSignal.timeout(timeoutMs)
  return fetch(`/api/v1${path}`, { method, headers, signal }).catch(() => undefined)
}

function credentials({ token, tenant }: Session): { readonly headers: Record<string, string> } {
  return { headers: { authorization: `Bearer ${token}`, 'x-tenant-id': tenant } }
}

async function problemOf(response: Response): Promise<string> {
  const document = (await response.json().catch(() => ({}))) as { detail?: unknown }
  return typeof document.detail === 'string'
    ? document.detail
    : `the server answered ${response.status}`
}

function messageOf(error: unknown): string {
  if (error instanceof DOMException && error.name === 'TimeoutError') {
    return `no answer within ${timeoutMs / 1000} s`
  }
  return error instanceof TypeError ? 'the server cannot be reached' : String(error)
}
