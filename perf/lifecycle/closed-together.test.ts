import { expect, test } from 'vitest'
import { ClosedTogether } from './closed-together.ts'

test('the second is asked to close before the first has closed', async () => {
  const asked: string[] = []
  const firstCloses = Promise.withResolvers<void>()
  const together = new ClosedTogether()
  together.add({
    [Symbol.asyncDispose]: () => {
      asked.push('first')
      return firstCloses.promise
    },
  })
  together.add({
    async [Symbol.asyncDispose]() {
      asked.push('second')
      firstCloses.resolve()
    },
  })
  await together[Symbol.asyncDispose]()
  expect(asked).toEqual(['first', 'second'])
})

test('one that fails to close keeps nobody from closing, and its failure is told', async () => {
  let closed = false
  const together = new ClosedTogether()
  together.add({ [Symbol.asyncDispose]: () => Promise.reject(new Error('it hangs')) })
  together.add({
    async [Symbol.asyncDispose]() {
      await new Promise(setImmediate)
      closed = true
    },
  })
  await expect(together[Symbol.asyncDispose]()).rejects.toThrow('it hangs')
  expect(closed).toBe(true)
})
