import type { RetryPolicy } from './config.ts'

/** What a refused request looks like, whichever library threw it. */
export interface RefusedRequest {
  readonly status: number
  readonly method: string
  readonly headers: Readonly<Record<string, string | number | undefined>>
}

export function isRateLimited(refused: RefusedRequest): boolean {
  if (refused.status === 429) return true
  if (refused.status !== 403) return false
  return (
    refused.headers['retry-after'] !== undefined ||
    String(refused.headers['x-ratelimit-remaining']) === '0'
  )
}

/**
 * Milliseconds to wait before asking again, or undefined when asking again is no use. A
 * rate-limited request was not carried out, so any method may be repeated. After a 5xx nobody
 * knows, so a POST is left to its caller, who can look whether it went through. The rules are
 * GitHub's own: "Best practices for using the REST API", handle rate limit errors appropriately.
 */
export function delayBeforeRetryMs(
  refused: RefusedRequest,
  attempt: number,
  policy: RetryPolicy,
  nowMs: number,
): number | undefined {
  if (attempt >= policy.attempts) return undefined
  const limited = isRateLimited(refused)
  if (!limited && (refused.status < 500 || refused.method === 'POST')) return undefined
  const asked = askedWaitMs(refused, nowMs)
  const delayMs = asked ?? policy.backoffMs * 2 ** (attempt - 1)
  return delayMs > policy.longestWaitMs ? undefined : delayMs
}

function askedWaitMs(refused: RefusedRequest, nowMs: number): number | undefined {
  const retryAfter = refused.headers['retry-after']
  if (retryAfter !== undefined) {
    const seconds = Number(retryAfter)
    const waitMs = Number.isFinite(seconds)
      ? seconds * 1_000
      : Date.parse(String(retryAfter)) - nowMs
    return Number.isNaN(waitMs) ? undefined : Math.max(0, waitMs)
  }
  const reset = Number(refused.headers['x-ratelimit-reset'])
  if (refused.status >= 500 || Number.isNaN(reset)) return undefined
  return Math.max(0, reset * 1_000 - nowMs)
}
