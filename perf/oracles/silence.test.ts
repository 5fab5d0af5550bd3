import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Silence } from './silence.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('silence falls when nothing came for long enough, once', async () => {
  const fell = vi.fn<() => Promise<void>>(() => Promise.resolve())
  await using silence = new Silence(100, fell)
  silence.listen()
  vi.advanceTimersByTime(99)
  silence.listen()
  vi.advanceTimersByTime(99)
  expect(fell).not.toHaveBeenCalled()
  vi.advanceTimersByTime(1)
  silence.listen()
  vi.advanceTimersByTime(100)
  expect(fell).toHaveBeenCalledOnce()
})

test('work is no silence', async () => {
  const fell = vi.fn<() => Promise<void>>(() => Promise.resolve())
  await using silence = new Silence(100, fell)
  silence.listen()
  silence.pause()
  vi.advanceTimersByTime(1_000)
  expect(fell).not.toHaveBeenCalled()
})

test('nothing falls after its end', async () => {
  const fell = vi.fn<() => Promise<void>>(() => Promise.resolve())
  {
    await using silence = new Silence(100, fell)
    silence.listen()
  }
  vi.advanceTimersByTime(1_000)
  expect(fell).not.toHaveBeenCalled()
})

test('what fails then is told to who asks, and to nobody else', async () => {
  await using silence = new Silence(100, () => Promise.reject(new Error('no broker')))
  silence.listen()
  vi.advanceTimersByTime(100)
  await expect(silence.ended()).rejects.toThrow('no broker')
})
