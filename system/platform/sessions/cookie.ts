import type { FastifyRequest } from 'fastify'

const cookieName = 'plumbline_session'
const pattern = new RegExp(String.raw`(?:^|;\s*)${cookieName}=([^;\s]+)`)

export function sessionCookieOf(request: Pick<FastifyRequest, 'headers'>): string | undefined {
  const header = request.headers.cookie
  return header === undefined ? undefined : pattern.exec(header)?.[1]
}

/**
 * No script reads it, and no other site's page sends it: that, and not a token in each form, is
 * what keeps others from acting in a user's name. With 0 seconds the browser forgets it.
 */
export function sessionCookie(
  token: string,
  seconds: number,
  request: Pick<FastifyRequest, 'headers'>,
): string {
  // A proxy in front that speaks TLS says so; without one, browsers would not send a Secure cookie
  // back.
  const secure = request.headers['x-forwarded-proto'] === 'https' ? '; Secure' : ''
  return `${cookieName}=${token}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Strict${secure}`
}
