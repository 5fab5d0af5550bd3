import { beforeEach, describe, expect, test } from 'vitest'
import { BreakerOpen, CircuitBreaker } from './breaker.ts'

const settings = { windowCalls: 20, minimumCalls: 10, failureShare: 0.5, openMs: 1_000, probes: 5 }
let nowMs: number
let breaker: CircuitBreaker
let called: number

beforeEach(() => {
  nowMs = 0
  called = 0
  breaker = new CircuitBreaker('the bank', settings, () => nowMs)
})

const succeed = async () =>
  breaker.run(async () => {
    called += 1
    return 'done'
  })
const fail = async () =>
  breaker.run(async () => {
    called += 1
    throw new Error('no answer')
  })
const failTimes = async (times: number): Promise<void> => {
  for (let call = 0; call < times; call += 1) {
    await expect(fail()).rejects.toThrow('no answer')
  }
}
const succeedTimes = async (times: number): Promise<void> => {
  for (let call = 0; call < times; call += 1) {
    expect(await succeed()).toBe('done')
  }
}

describe('a closed breaker', () => {
  test('concludes nothing from fewer calls than the minimum', async () => {
    await failTimes(9)
    expect(breaker.state).toBe('closed')
    await failTimes(1)
    expect(breaker.state).toBe('open')
  })

  test('opens at half of the calls in its window and not before', async () => {
    await succeedTimes(11)
    await failTimes(10)
    // Of the last twenty ten succeeded: the window has forgotten the first.
    expect(breaker.state).toBe('open')
  })

  test('forgets what has left its window', async () => {
    await failTimes(4)
    await succeedTimes(20)
    await failTimes(9)
    expect(breaker.state).toBe('closed')
    await failTimes(1)
    expect(breaker.state).toBe('open')
  })
})

describe('an open breaker', () => {
  beforeEach(async () => failTimes(10))

  test('calls nobody, and says when to come again', async () => {
    nowMs = 400
    const before = called
    await expect(succeed()).rejects.toMatchObject({ code: 'circuit-open', retryAfterSeconds: 1 })
    expect([called, breaker.waitMs]).toEqual([before, 600])
  })

  test('lets five probes through when its time is up, and no sixth beside them', async () => {
    nowMs = 1_000
    expect([breaker.state, breaker.waitMs]).toEqual(['half-open', 0])
    const waiting = Promise.withResolvers<string>()
    const probes = Array.from({ length: 5 }, async () => breaker.run(async () => waiting.promise))
    await expect(succeed()).rejects.toThrow(BreakerOpen)
    waiting.resolve('done')
    await Promise.all(probes)
    expect(breaker.state).toBe('closed')
  })

  test('closes after the fifth probe that succeeds and begins anew', async () => {
    nowMs = 1_000
    await succeedTimes(5)
    await failTimes(9)
    expect(breaker.state).toBe('closed')
  })

  test('opens again, for as long again, at one probe that fails', async () => {
    nowMs = 1_000
    await succeedTimes(4)
    await failTimes(1)
    expect([breaker.state, breaker.waitMs]).toEqual(['open', 1_000])
  })
})

test('an answer that comes after the state has changed counts for nothing', async () => {
  const late = Promise.withResolvers<string>()
  const lateCall = breaker.run(async () => late.promise)
  await failTimes(10)
  nowMs = 1_000
  await succeedTimes(1)
  late.reject(new Error('too late'))
  await expect(lateCall).rejects.toThrow('too late')
  await succeedTimes(4)
  expect(breaker.state).toBe('closed')
})
