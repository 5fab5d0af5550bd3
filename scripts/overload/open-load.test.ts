import { expect, test } from 'vitest'
import { latencyMsAt } from './open-load.ts'

const made = [3, 1, 2].map((latencyMs) => ({ latencyMs }))

test('a latency is that of a share of the requests', () => {
  expect([0, 0.5, 1].map((share) => latencyMsAt(share, made))).toEqual([1, 2, 3])
})

test('of no requests there is no latency, not one of zero', () => {
  expect(() => latencyMsAt(0.5, [])).toThrow('the sample is empty')
})
