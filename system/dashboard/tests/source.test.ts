import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Answer } from '../page/api.ts'
import { Source } from '../page/source.ts'

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 })
})
afterEach(() => {
  vi.useRealTimers()
})

const answering = (answer: Answer<string>) => async () => answer
const ok = (data: string): Answer<string> => ({ kind: 'ok', data })
const failed: Answer<string> = { kind: 'failed', message: 'no answer', retryAfterMs: 0 }
const source = () => new Source<string>({ path: '/things', intervalMs: 2_000 })

describe('an endpoint that is asked again and again', () => {
  test('is due at once, then after its interval, and never while it is being asked', async () => {
    const one = source()
    expect(one.isDue(Date.now())).toBe(true)
    const asked = Promise.withResolvers<Answer<string>>()
    const refreshing = one.refresh(async () => asked.promise)
    vi.setSystemTime(1_010_000)
    expect(one.isDue(Date.now())).toBe(false)
    asked.resolve(ok('a'))
    await refreshing
    await one.refresh(answering(ok('b')))
    expect([one.isDue(1_011_999), one.isDue(1_012_000)]).toEqual([false, true])
  })

  test('is live as long as its answers are not older than three intervals', async () => {
    const one = source()
    expect(one.freshness()).toBe('waiting')
    await one.refresh(answering(ok('a')))
    await one.refresh(answering(failed))
    vi.setSystemTime(1_006_000)
    expect([one.freshness(), one.data]).toEqual(['live', 'a'])
    vi.setSystemTime(1_006_001)
    expect([one.freshness(), one.data]).toEqual(['stale', 'a'])
  })

  test('is left alone for as long as the server asks for', async () => {
    const one = source()
    await one.refresh(answering({ ...failed, retryAfterMs: 9_000 }))
    expect([one.isDue(1_008_999), one.isDue(1_009_000)]).toEqual([false, true])
  })

  test('is asked though the clock was put back, and what it said is not shown as live until then', async () => {
    const one = source()
    await one.refresh(answering(ok('a')))
    vi.setSystemTime(400_000)
    expect([one.isDue(Date.now()), one.freshness()]).toEqual([true, 'stale'])
    await one.refresh(answering(ok('b')))
    expect([one.isDue(Date.now()), one.freshness()]).toEqual([false, 'live'])
  })

  test('that is not there is asked for seldom', async () => {
    const one = source()
    await one.refresh(answering({ kind: 'absent' }))
    expect([one.freshness(), one.isDue(1_059_999), one.isDue(1_060_000)]).toEqual([
      'absent',
      false,
      true,
    ])
  })

  test('is not asked for what the socket tells, but for what it tells in part', () => {
    const [whole, part] = [source(), source()]
    whole.offer('a')
    part.put('a')
    expect([whole.isDue(1_001_999), part.isDue(1_000_000)]).toEqual([false, true])
    expect([whole.freshness(), part.freshness()]).toEqual(['live', 'live'])
  })
})
