import { describe, expect, test } from 'vitest'
import { delayBeforeRetryMs, type RefusedRequest } from './retry.ts'

const policy = { attempts: 3, backoffMs: 100, longestWaitMs: 5_000 }
const nowMs = Date.parse('2026-01-01T00:00:00Z')

function delay(refused: Partial<RefusedRequest>, attempt = 1): number | undefined {
  return delayBeforeRetryMs(
    { status: 500, method: 'GET', headers: {}, ...refused },
    attempt,
    policy,
    nowMs,
  )
}

describe('delay before a retry', () => {
  test('doubles after each 5xx and ends with the last attempt', () => {
    expect([delay({}, 1), delay({}, 2), delay({}, 3)]).toEqual([100, 200, undefined])
  })

  test('obeys Retry-After in seconds and as a date', () => {
    expect(delay({ status: 503, headers: { 'retry-after': '2' } })).toBe(2_000)
    expect(
      delay({ status: 503, headers: { 'retry-after': 'Thu, 01 Jan 2026 00:00:03 GMT' } }),
    ).toBe(3_000)
  })

  test('a Retry-After that says nothing falls back to doubling', () => {
    expect(delay({ status: 503, headers: { 'retry-after': 'soon' } })).toBe(100)
  })

  test('a wait beyond the limit is refused', () => {
    expect(delay({ status: 429, headers: { 'retry-after': '6' } })).toBeUndefined()
  })

  test('a 5xx to a POST is left to the caller', () => {
    expect(delay({ method: 'POST', status: 502 })).toBeUndefined()
  })

  test('a rate-limited POST is repeated when the limit resets', () => {
    const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': nowMs / 1_000 + 4 }
    expect(delay({ method: 'POST', status: 403, headers })).toBe(4_000)
  })

  test('a 403 without a rate limit, a 404 and a 422 are final', () => {
    expect([403, 404, 422].map((status) => delay({ status }))).toEqual([
      undefined,
      undefined,
      undefined,
    ])
  })
})
