import { defaultOptions } from '@platformatic/kafka'
import { expect, test } from 'vitest'
import { longestWaitMs } from './consumer.ts'

test('a request that finds no message is answered well before the client gives it up', () => {
  // Given up, it takes the connection with it, and after a few of them the consumer joins its group
  // anew.
  expect(longestWaitMs).toBeLessThanOrEqual(defaultOptions.requestTimeout - 10_000)
})
