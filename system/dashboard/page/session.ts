/** Who the page speaks for. Kept for this tab only, and gone when it is closed. */
export interface Session {
  readonly token: string
  readonly tenant: string
}

const key = 'plumbline.session'

export function storedSession(): Session | undefined {
  try {
    const value = JSON.parse(sessionStorage.getItem(key) ?? 'null') as Partial<Session> | null
    const { token, tenant } = value ?? {}
    return typeof token === 'string' && typeof tenant === 'string' ? { token, tenant } : undefined
  } catch {
    return undefined
  }
}

export function storeSession(session: Session): void {
  sessionStorage.setItem(key, JSON.stringify(session))
}

export function forgetSession(): void {
  sessionStorage.removeItem(key)
}
