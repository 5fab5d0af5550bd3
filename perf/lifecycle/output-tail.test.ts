import { expect, test } from 'vitest'
import { outputTail } from './output-tail.ts'

test('only the last lines are kept', () => {
  const tail = outputTail(2)
  tail.push('one\ntwo\nthree\n')
  expect(tail.lines()).toEqual(['two', 'three'])
})

test('a line that arrives in pieces is one line', () => {
  const heard: string[] = []
  const tail = outputTail(10, (line) => heard.push(line))
  tail.push('hel')
  tail.push('lo\nwor')
  expect(heard).toEqual(['hello'])
  expect(tail.lines()).toEqual(['hello', 'wor'])
})

test('a line without end is cut', () => {
  const tail = outputTail(10)
  for (let index = 0; index < 100; index += 1) tail.push('x'.repeat(1_000))
  expect(tail.lines()[0]).toHaveLength(2_000)
})
