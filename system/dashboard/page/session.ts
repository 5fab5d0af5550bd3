/** Who the page speaks for, and by what. */
export interface Session {
  /**
   * A session of the server's runs out and can be ended, so its token is kept for this tab until
   * the tab is closed. The user's own token is kept nowhere but in the page that runs.
   */
  readonly kind: 'session' | 'bearer'
  readonly token: string
  readonly tenant: string
}

/** Not that of earlier pages, which kept the user's own token under theirs. */
const key = 'plumbline.server-session'

export function storedSession(): Session | undefined {
  try {
    const value = JSON.parse(sessionStorage.getItem(key) ?? 'null') as Partial<Session> | null
    const { token, tenant } = value ?? {}
    return typeof token === 'string' && typeof tenant === 'string'
      ? { kind: 'session', token, tenant }
      : undefined
  } catch {
    return undefined
  }
}

/** A user's own token is not stored. */
export function storeSession({ kind, token, tenant }: Session): void {
  if (kind === 'session') {
    sessionStorage.setItem(key, JSON.stringify({ token, tenant }))
  }
}

export function forgetSession(): void {
  sessionStorage.removeItem(key)
}
