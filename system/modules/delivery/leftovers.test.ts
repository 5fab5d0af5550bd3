import { expect, test, vi } from 'vitest'
import { wakeLeftovers } from './leftovers.ts'

test('banks that an earlier process left messages for are asked for until the database answers', async () => {
  vi.useFakeTimers()
  let away = true
  const woken: string[] = []
  const stopping = new AbortController()
  const read = async () => {
    if (away) throw new Error('away')
    return new Map([['ENBXAEADXXX', 3]])
  }
  const waking = wakeLeftovers(read, (bank) => woken.push(bank), stopping.signal)
  await vi.advanceTimersByTimeAsync(5_000)
  expect(woken).toEqual([])
  away = false
  await vi.advanceTimersByTimeAsync(1_000)
  await waking
  expect(woken).toEqual(['ENBXAEADXXX'])
  vi.useRealTimers()
})

test('a stop ends the asking', async () => {
  const stopping = new AbortController()
  const read = async () => Promise.reject(new Error('away'))
  const waking = wakeLeftovers(read, () => undefined, stopping.signal)
  stopping.abort()
  await expect(waking).resolves.toBeUndefined()
})
