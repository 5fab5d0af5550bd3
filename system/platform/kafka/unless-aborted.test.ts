import { getEventListeners } from 'node:events'
import { expect, test } from 'vitest'
import { unlessAborted } from './unless-aborted.ts'

const never = new Promise<never>(() => undefined)

test('work that ends leaves nothing with the signal', async () => {
  const { signal } = new AbortController()
  await expect(unlessAborted(Promise.resolve('done'), signal)).resolves.toBe('done')
  await expect(unlessAborted(Promise.reject(new Error('failed')), signal)).rejects.toThrow('failed')
  expect(getEventListeners(signal, 'abort')).toEqual([])
})

test('work that does not end is given up when the signal is aborted, or was before', async () => {
  const controller = new AbortController()
  const waiting = unlessAborted(never, controller.signal)
  controller.abort(new Error('stream closed'))
  await expect(waiting).rejects.toThrow('stream closed')
  await expect(unlessAborted(never, controller.signal)).rejects.toThrow('stream closed')
})
