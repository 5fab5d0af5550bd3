import type { Session } from './session.ts'

/** The API as this page uses it: it only asks. */
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
      headers: { authorization: `Bearer ${session.token}`, 'x-tenant-id': session.tenant },
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
