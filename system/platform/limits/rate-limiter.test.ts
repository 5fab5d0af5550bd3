import { expect, test } from 'vitest'
import { RateLimiter } from './rate-limiter.ts'
import type { LimitOutcome } from './rate-limiter.ts'
import type { Grant } from './token-bucket.ts'

/**
 * A limiter of 100 calls a second, so five to a lump, whose Redis and clock the test moves by hand.
 */
function limiter(answers: (Grant | 'away' | 'silent')[]) {
  const state = { nowMs: 1_000, asked: 0 }
  const outcomes: LimitOutcome[] = []
  const limit = new RateLimiter({
    size: { perSecond: 100, burst: 100 },
    now: () => state.nowMs,
    onOutcome: (outcome) => outcomes.push(outcome),
    take: async (_caller, _size, wanted) => {
      state.asked += 1
      const answer = answers.shift() ?? { tokens: wanted, waitMs: 0 }
      if (answer === 'away') throw new Error('redis is away')
      if (answer === 'silent') return new Promise<never>(() => {})
      return answer
    },
  })
  return { limit, state, outcomes }
}

test('one question to Redis serves a lump of calls, those that came at once among them', async () => {
  const { limit, state } = limiter([])
  const first = await Promise.all([1, 2, 3].map(async () => limit.take('bank')))
  expect([...first, limit.take('bank'), limit.take('bank')]).toEqual([0, 0, 0, 0, 0])
  expect(state.asked).toBe(1)
  expect(await limit.take('bank')).toBe(0)
  expect(state.asked).toBe(2)
})

test('a caller without a token is told how long to wait, and nobody asks Redis meanwhile', async () => {
  const { limit, state, outcomes } = limiter([{ tokens: 0, waitMs: 40 }])
  expect(await limit.take('bank')).toBe(40)
  state.nowMs += 30
  expect(limit.take('bank')).toBe(10)
  expect(state.asked).toBe(1)
  state.nowMs += 10
  expect(await limit.take('bank')).toBe(0)
  expect(outcomes).toEqual(['refused', 'refused', 'allowed'])
})

test('callers do not share their tokens', async () => {
  const { limit } = limiter([
    { tokens: 5, waitMs: 0 },
    { tokens: 0, waitMs: 9 },
  ])
  expect([await limit.take('bank'), await limit.take('shop')]).toEqual([0, 9])
})

test('while Redis is away all are let through and counted, and it is asked again half a second later', async () => {
  const { limit, state, outcomes } = limiter(['away', { tokens: 0, waitMs: 7 }])
  expect([await limit.take('bank'), await limit.take('shop')]).toEqual([0, 0])
  expect([state.asked, ...outcomes]).toEqual([1, 'open', 'open'])
  state.nowMs += 500
  expect(await limit.take('bank')).toBe(7)
})

test('a Redis that does not answer holds nobody up for long', async () => {
  const { limit, outcomes } = limiter(['silent'])
  expect(await limit.take('bank')).toBe(0)
  expect(outcomes).toEqual(['open'])
})
