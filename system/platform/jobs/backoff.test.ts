import { describe, expect, it } from 'vitest'
import { backoffMs } from './backoff.ts'

const policy = { baseMs: 100, capMs: 5_000 }

describe('backoff', () => {
  it('doubles with every failure', () => {
    const waits = [1, 2, 3, 4].map((failures) => backoffMs(failures, policy, 0))
    expect(waits).toEqual([50, 100, 200, 400])
  })

  it('never waits longer than its cap, however many failures', () => {
    for (const failures of [7, 20, 100, 2_000]) {
      expect(backoffMs(failures, policy, 0.999_999)).toBeLessThan(policy.capMs)
      expect(backoffMs(failures, policy, 0)).toBe(policy.capMs / 2)
    }
  })

  it('spreads jobs that failed together over half of the wait', () => {
    expect(backoffMs(1, policy, 0)).toBe(50)
    expect(backoffMs(1, policy, 0.5)).toBe(75)
    expect(backoffMs(1, policy, 0.98)).toBe(99)
  })
})
