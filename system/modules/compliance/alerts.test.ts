import { expect, test, vi } from 'vitest'
import { AlertWriter } from './alerts.ts'

/** By the timers of the test, which a promise of `node:timers` does not go by. */
const sleep = async (ms: number): Promise<void> =>
  new Promise((resolve) => void setTimeout(resolve, ms))

const nowMs = Date.parse('2026-01-07T09:00:00Z')

/** Answers with one alert each time, and remembers from which id on it was asked. */
function prepared(fail: () => boolean = () => false, answersAfterMs = 0) {
  const askedFrom: unknown[] = []
  const raised: string[] = []
  const clock = { nowMs }
  const writer = new AlertWriter({
    database: {
      async query(_statement, values = []) {
        askedFrom.push(values[0])
        if (answersAfterMs > 0) await sleep(answersAfterMs)
        if (fail()) throw new Error('away')
        return [{ tenant: 'interbank', paymentId: `payment-${askedFrom.length}` }] as never
      },
    },
    nowMs: () => clock.nowMs,
    log: { warn: () => undefined },
    raise: (tenant, { paymentId }) => raised.push(`${tenant} ${paymentId}`),
    statementEndsWithinMs: 8_000,
  })
  return { writer, askedFrom, raised, clock }
}

test('without a held payment nothing is looked for, and soon after some once for all of them', async () => {
  vi.useFakeTimers()
  const { writer, askedFrom, raised } = prepared()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(askedFrom).toEqual([])
  writer.held()
  writer.held()
  expect(writer.due).toBe(true)
  await vi.advanceTimersByTimeAsync(1_000)
  expect([raised.length, writer.due]).toEqual([1, false])
  vi.useRealTimers()
})

test('what is held while others are looked for has a look of its own', async () => {
  vi.useFakeTimers()
  const { writer, raised } = prepared()
  const looking = writer.look()
  writer.held()
  await looking
  expect(writer.due).toBe(true)
  await vi.advanceTimersByTimeAsync(1_000)
  expect([raised.length, writer.due]).toEqual([2, false])
  vi.useRealTimers()
})

test('a look that began before a payment was held is not the look for it, however long it takes', async () => {
  vi.useFakeTimers()
  const { writer, askedFrom } = prepared(() => false, 300)
  void writer.look()
  await vi.advanceTimersByTimeAsync(50)
  writer.held()
  await vi.advanceTimersByTimeAsync(2_000)
  expect([askedFrom.length, writer.due]).toEqual([2, false])
  vi.useRealTimers()
})

test('those who ask for a look while one is under way share the next', async () => {
  vi.useFakeTimers()
  const { writer, askedFrom } = prepared(() => false, 300)
  const looks = Promise.all([writer.look(), writer.look(), writer.look()])
  await vi.advanceTimersByTimeAsync(2_000)
  await looks
  expect([askedFrom.length, writer.due]).toEqual([2, false])
  vi.useRealTimers()
})

test('what may yet be committed is looked for until its statement has ended, from where it may be', async () => {
  vi.useFakeTimers()
  const { writer, askedFrom } = prepared()
  await writer.look()
  await writer.look()
  writer.doubt()
  await vi.advanceTimersByTimeAsync(7_900)
  expect([askedFrom.length, writer.due]).toEqual([10, true])
  expect(new Set(askedFrom.slice(1)).size).toBe(1)
  await vi.advanceTimersByTimeAsync(1_000)
  expect(writer.due).toBe(false)
  vi.useRealTimers()
})

test('what could not be written is looked for until it could, whoever expects another', async () => {
  vi.useFakeTimers()
  let away = true
  const { writer, raised } = prepared(() => away)
  await writer.look()
  expect(writer.due).toBe(true)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(raised).toEqual([])
  away = false
  await vi.advanceTimersByTimeAsync(2_000)
  expect(raised).toHaveLength(1)
  expect(writer.due).toBe(false)
  vi.useRealTimers()
})

test('the first look is for all that ever was held, the next from a minute before the last on', async () => {
  const { writer, askedFrom } = prepared()
  await writer.look()
  await writer.look()
  const minuteBefore = (nowMs - 60_000).toString(16).padStart(12, '0')
  expect(askedFrom).toEqual([
    '00000000-0000-0000-0000-000000000000',
    `${minuteBefore.slice(0, 8)}-${minuteBefore.slice(8)}-7000-8000-000000000000`,
  ])
})

test('when the clock has gone back, what is held then is looked for from there', async () => {
  const { writer, askedFrom, clock } = prepared()
  clock.nowMs = nowMs + 86_400_000
  await writer.look()
  clock.nowMs = nowMs
  await writer.look()
  const minuteBefore = (nowMs - 60_000).toString(16).padStart(12, '0')
  expect(String(askedFrom[1]).replace('-', '').slice(0, 12)).toBe(minuteBefore)
})

test('when the clock goes back and on while nothing can be written, what was held then is found', async () => {
  let away = false
  const { writer, askedFrom, clock } = prepared(() => away)
  await writer.look()
  away = true
  clock.nowMs = nowMs - 86_400_000
  await writer.look()
  away = false
  clock.nowMs = nowMs
  await writer.look()
  await writer.stop()
  expect(askedFrom[1]).not.toBe(askedFrom[0])
  expect(askedFrom[2]).toBe(askedFrom[1])
})

test('what could not be written is looked for again from where it was', async () => {
  let away = true
  const { writer, askedFrom, raised } = prepared(() => away)
  await writer.look()
  away = false
  await writer.look()
  expect(new Set(askedFrom).size).toBe(1)
  expect(raised).toEqual(['interbank payment-2'])
})
