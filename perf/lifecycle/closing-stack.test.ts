import { expect, test } from 'vitest'
import { ClosingStack } from './closing-stack.ts'

/** A stack under way to its end, held up by what it closes. */
function slowlyClosing() {
  const closing = new ClosingStack()
  const held = Promise.withResolvers<void>()
  const order: string[] = []
  const note = (said: string) => () => void order.push(said)
  closing.defer(note('opened first is closed last'))
  closing.defer(() => held.promise)
  return { closing, held, order, note }
}

test('whoever asks while closing is under way waits for its end, too', async () => {
  const { closing, held, order, note } = slowlyClosing()
  const first = closing.disposeAsync().then(note('first'))
  const second = closing.disposeAsync().then(note('second'))
  const third = closing[Symbol.asyncDispose]().then(note('third'))
  await new Promise((resolve) => setImmediate(resolve))
  expect([closing.disposed, order]).toEqual([true, []])
  held.resolve()
  await Promise.all([first, second, third])
  expect(order).toEqual(['opened first is closed last', 'first', 'second', 'third'])
})

test('everybody is told of the same failure', async () => {
  const { closing, held } = slowlyClosing()
  const both = Promise.allSettled([closing.disposeAsync(), closing.disposeAsync()])
  const failure = new Error('redis did not stop')
  held.reject(failure)
  expect(await both).toEqual([
    { status: 'rejected', reason: failure },
    { status: 'rejected', reason: failure },
  ])
})
